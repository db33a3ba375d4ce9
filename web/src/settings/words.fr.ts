import { choosePlural } from '../words/choose-plural.ts';
import { formatCount } from '../words/format.ts';
import type { SettingsWords } from './words.ts';

export const words: SettingsWords = {
  sections: {
    providers: 'Fournisseurs',
    models: 'Nouvelles discussions',
    appearance: 'Apparence',
    data: 'Données',
    shortcuts: 'Raccourcis',
  },
  saved: 'Enregistré',
  notKept: 'Appliqué, mais ce navigateur ne garde rien pour cette page.',
  keptHere: 'Gardé dans ce navigateur, appliqué aussitôt.',

  providersMeaning:
    'Ceux qui répondent, tels qu’ils sont configurés sur le serveur. Les clés y restent\u00a0: aucune page n’en reçoit jamais, ni entière ni en partie.',
  keySet: 'Configuré',
  keySetMeaning: 'Le serveur a une clé pour ce fournisseur.',
  simulated: 'Simulé',
  simulatedMeaning: 'Les réponses sont inventées par le simulateur intégré\u00a0; rien n’est acheté.',
  pricesPerMillion: 'Prix en dollars des États-Unis par million de tokens',
  input: 'Entrée',
  cachedInput: 'Entrée en cache',
  output: 'Sortie',
  unknownPrice: 'inconnu',
  standard: 'par défaut',
  takesNoTemperature: 'n’accepte pas de température',
  noPrices: 'Aucun prix n’est connu\u00a0: personne ne peut dire ce que coûte une réponse.',
  pricesTaken: (day) => `Dollars des États-Unis par million de tokens, relevés le ${day}.`,

  modelsMeaning:
    'Ce avec quoi une nouvelle discussion commence\u00a0: votre dernier choix, ici ou dans une discussion. Une discussion commencée garde le sien.',
  model: 'Modèle',
  modelMeaning: 'Parmi ceux des fournisseurs configurés sur le serveur.',
  temperature: 'Température',
  temperatureMeaning: 'De 0, qui ne varie guère, à 2, qui varie le plus.',
  temperatureNotTaken:
    'Le modèle choisi n’en accepte pas\u00a0: son fournisseur refuse une demande qui en donne une.',
  temperatureRefused: 'Un nombre de 0 à 2.',
  leaveToProvider: 'Laisser faire le fournisseur',
  providersOwn: 'Au fournisseur',
  outputTokens: 'Réponse la plus longue',
  outputTokensMeaning:
    'En tokens\u00a0; un mot en compte un ou deux. Vide\u00a0: comme le fournisseur le prévoit.',
  outputTokensRefused: (most) => `Un nombre entier de 1 à ${most}.`,
  cache: 'Réponses du cache',
  cacheMeaning: (time) =>
    `La même question reçoit aussitôt la même réponse, sans rien coûter, pendant ${time}.`,
  cacheOffOnServer: 'Il est désactivé sur le serveur.',

  theme: 'Thème',
  themeMeaning: 'Les couleurs de la page.',
  themes: { system: 'Comme le système', light: 'Clair', dark: 'Sombre' },
  density: 'Densité',
  densityMeaning: 'La place laissée aux textes et aux lignes.',
  densities: { comfortable: 'Confortable', compact: 'Compacte' },
  motion: 'Mouvement',
  motionMeaning: 'Si les choses peuvent glisser et apparaître en fondu.',
  motions: { system: 'Comme le système', reduced: 'Réduit' },
  language: 'Langue',
  languageMeaning: 'Celle de la page. Les réponses viennent dans la langue de la question.',
  languages: { en: 'English', fr: 'Français' },
  remoteImages: 'Images venues d’ailleurs',
  remoteImagesMeaning:
    'Une image dans une réponse dirait à son hôte quand vous la lisez. Le nom de l’hôte la remplace jusqu’à ce que vous la demandiez.',
  remoteImagesPolicy: 'Jamais chargées sans demande',

  dataMeaning:
    'Les conversations sont gardées sur le serveur\u00a0: rien ne se perd quand une page se ferme. Ce navigateur en garde une copie, pour les montrer aussitôt.',
  exportAll: 'Exporter',
  exportAllMeaning:
    'Toutes les conversations avec toutes leurs branches dans un fichier JSON Lines\u00a0: une conversation par ligne.',
  exportAllAction: 'Tout exporter',
  exporting: (count) =>
    choosePlural('fr', count, {
      one: `${formatCount(count)} conversation jusqu’ici…`,
      other: `${formatCount(count)} conversations jusqu’ici…`,
    }),
  exported: (count) =>
    choosePlural('fr', count, {
      one: `${formatCount(count)} conversation exportée.`,
      other: `${formatCount(count)} conversations exportées.`,
    }),
  browserCache: 'Ce navigateur',
  browserCacheMeaning: 'Des copies de conversations, des brouillons et des messages pas encore envoyés.',
  browserCacheHolds: ({ conversations, unsent }) =>
    [
      choosePlural('fr', conversations, {
        one: `En ce moment\u00a0: ${conversations === 0 ? 'aucune' : 'une'} conversation`,
        other: `En ce moment\u00a0: ${formatCount(conversations)} conversations`,
      }),
      choosePlural('fr', unsent, {
        one: unsent === 0 ? 'aucun message en attente.' : 'un message en attente.',
        other: `${formatCount(unsent)} messages en attente.`,
      }),
    ].join(', '),
  clearBrowser: 'Effacer…',
  clearBrowserQuestion: 'Effacer ce que ce navigateur garde\u00a0?',
  clearBrowserEffect: (unsent) =>
    unsent === 0
      ? 'Les brouillons sont perdus. Les conversations restent sur le serveur et vos réglages restent ici.'
      : choosePlural('fr', unsent, {
          one: 'Un message pas encore envoyé est perdu, de même que les brouillons. Les conversations restent sur le serveur et vos réglages restent ici.',
          other: `${formatCount(unsent)} messages pas encore envoyés sont perdus, de même que les brouillons. Les conversations restent sur le serveur et vos réglages restent ici.`,
        }),
  clearBrowserAction: 'Effacer',
  deleteAll: 'Supprimer toutes les conversations',
  deleteAllMeaning:
    'Sur le serveur, pour de bon, avec toutes leurs tâches. Ce qui est en train de s’écrire est arrêté.',
  deleteAllAction: 'Tout supprimer…',
  deleteAllQuestion: 'Supprimer toutes les conversations\u00a0?',
  deleteAllEffect:
    'Toutes les conversations et leurs réponses sont retirées du serveur. Personne ne pourra les rétablir.',
  deleteAllConfirm: 'Tout supprimer',
  deleteWord: 'supprimer',
  typeToDelete: (word) => `Écrivez «\u00a0${word}\u00a0» pour continuer\u00a0:`,
  deleting: (count) =>
    choosePlural('fr', count, {
      one: `${formatCount(count)} supprimée jusqu’ici…`,
      other: `${formatCount(count)} supprimées jusqu’ici…`,
    }),
  deleted: (count) =>
    choosePlural('fr', count, {
      one: `${formatCount(count)} conversation supprimée.`,
      other: `${formatCount(count)} conversations supprimées.`,
    }),

  shortcutsMeaning: 'Ce que font les touches, et où.',
  singleKeys: 'Caractères simples comme raccourcis',
  singleKeysMeaning:
    'À désactiver si vous dictez ou tapez au contacteur. Ils n’agissent jamais pendant que vous écrivez.',
};
