import { choosePlural } from '../../words/choose-plural.ts';
import { formatCount, formatDuration } from '../../words/format.ts';
import type { EventWords } from './words.ts';

export const words: EventWords = {
  events: 'Événements',
  column: {
    seq: 'nº',
    time: 'Heure',
    delta: 'Après',
    type: 'Événement',
    attempt: 'Essai',
    worker: 'Générateur',
    summary: 'Quoi',
  },
  chunks: (count) => `chunk ×${formatCount(count)}`,
  expand: 'Les montrer un à un',
  fold: 'Les replier',
  characters: (count) =>
    choosePlural('fr', count, { one: 'un caractère', other: `${formatCount(count)} caractères` }),
  none: 'Aucun événement n’est encore venu.',
  earlier: (from) => `Seule la fin du journal est montrée, à partir du nº ${formatCount(from)}.`,
  readEarlier: 'Lire ce qui précède',
  download: 'Télécharger en JSON',
  downloadFailed: 'Le journal n’a pas pu être lu en entier.',

  detail: (seq) => `Événement ${formatCount(seq)}`,
  copyJson: 'Copier le JSON',
  copyLink: 'Copier le lien vers cet événement',
  link: 'Lien',
  missing: (seq) => `Le journal n’a pas ici d’événement ${formatCount(seq)}.`,

  summary: {
    accepted: (model) => `pour ${model}`,
    accepted_retry: (task) => `poursuit ${task}`,
    accepted_rerun: (task) => `redemande ce que ${task} a demandé`,
    attempt_started: (model, strategy, kept) =>
      kept > 0 ? `${model}, ${strategy}, garde ${formatCount(kept)} morceaux` : `${model}, ${strategy}`,
    provider_handle: (handle) => `le fournisseur la garde sous ${handle}`,
    retry_scheduled: (code, delayMs) => `${code}\u00a0; suite dans ${formatDuration(delayMs)}`,
    failed_over: (code, provider, model) => `${code}\u00a0; ${provider}, ${model} continue`,
    cancel_requested: 'quelqu’un a demandé l’arrêt',
    cache_hit: (task) => `le texte de ${task}`,
    completed: (reason, tokens) => `${reason}${tokens && `, ${tokens} jetons`}`,
    failed: (code, message) => `${code}\u00a0: ${message}`,
    cancelled: 'arrêtée à la demande',
  },
};
