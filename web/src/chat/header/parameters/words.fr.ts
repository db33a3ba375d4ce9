import type { ParameterWords } from './words.ts';

export const words: ParameterWords = {
  temperature: 'Température',
  temperatureMeaning: 'La liberté du modèle dans le choix de ses mots.',
  temperatureIgnored: 'Ce modèle choisit lui-même sa température.',
  maxTokens: 'Longueur maximale, en tokens',
  maxTokensMeaning: 'Un nombre entier de tokens. La réponse s’arrête là, quoi qu’elle allait dire.',
  useCache: 'Utiliser le cache',
  useCacheMeaning: 'La même question reçoit aussitôt la même réponse, sans rien payer.',
  systemText: 'Texte système',
  systemTextMeaning: 'Précède toute la conversation et dit au modèle comment répondre.',
  providersOwn: 'Au choix du fournisseur',
  leaveToProvider: 'Laisser au fournisseur',
};
