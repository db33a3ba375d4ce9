import type { DetailWords } from './words.ts';

export const words: DetailWords = {
  cachedMeaning: 'La même demande a déjà eu une réponse\u00a0: la voici, sans rien payer de plus.',
  cachedSince: (ago, saved) =>
    saved.length > 0 ? `Répondu ${ago}, économie\u00a0: ${saved.join(', ')}.` : `Répondu ${ago}.`,
  answerFresh: 'Répondre à nouveau',
  inputTokens: 'Tokens en entrée',
  cachedTokens: 'dont dans le cache du fournisseur',
  outputTokens: 'Tokens en sortie',
  reasoningTokens: 'dont pour le raisonnement',
  cost: 'Coût',
  firstText: 'Premier texte après',
  wholeTime: 'Complète après',
  estimated: 'Une partie des tokens est estimée\u00a0: aucun fournisseur ne les a indiqués.',
  attemptNumber: (attempt) => `Tentative ${attempt}`,
  endReasons: {
    running: 'en cours',
    completed: 'terminée',
    failed: 'échouée',
    failed_over: 'confiée à un autre fournisseur',
    cancelled: 'annulée',
    began_again: 'recommencée',
    worker_lost: 'générateur perdu',
    handed_over: 'transmise',
    handed_over_or_lost: 'transmise ou perdue',
  },
  strategies: {
    restart: 'depuis le début',
    reattach: 'rattachée à l’exécution du fournisseur',
    prefill: 'a continué derrière le texte',
    continue: 'priée de continuer',
  },
};
