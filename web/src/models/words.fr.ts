import type { ModelWords } from './words.ts';

export const words: ModelWords = {
  model: 'Modèle',
  otherModel: 'Autre modèle…',
  modelName: 'Nom du modèle',
  providers: { openai: 'OpenAI', anthropic: 'Anthropic', simulator: 'Simulateur' },
};
