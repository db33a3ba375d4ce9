import type { TimelineWords } from './words.ts';

export const words: TimelineWords = {
  timeline: 'Chronologie',
  hideIdle: 'Masquer les temps morts',
  zoomIn: 'Agrandir',
  zoomOut: 'Réduire',
  fit: 'Ajuster',
  row: {
    task: 'Tâche',
    queue: 'Attente dans la file',
    validate: 'Valider',
    cache: 'Chercher dans le cache',
    generate: 'Écrire',
    persist: 'Conserver',
    takeover: 'Jusqu’à la reprise',
    handover: 'Jusqu’à la remise',
    retry: 'Jusqu’au prochain essai',
  },
  attempt: (attempt) => `Essai ${attempt}`,
  idle: (length) => `temps mort ${length}`,
  goesOn: 'en cours',
  legend: { work: 'du texte vient', wait: 'attend le fournisseur', gap: 'personne au travail' },
  table: 'La chronologie en tableau',
  column: { what: 'Quoi', from: 'Commence après', length: 'Dure', end: 'Fin' },
  showTable: 'Montrer en tableau',
};
