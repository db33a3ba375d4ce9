import { defineWords } from '../words/define-words.ts';

const english = {
  model: 'Model',
  otherModel: 'Other model…',
  modelName: 'Name of the model',
  providers: { openai: 'OpenAI', anthropic: 'Anthropic', simulator: 'Simulator' } as Record<string, string>,
};

export type ModelWords = typeof english;
export const words = defineWords(english, () => import('./words.fr.ts'));
