import { defineWords } from '../../../words/define-words.ts';

const english = {
  temperature: 'Temperature',
  temperatureMeaning: 'How freely the model chooses its words.',
  temperatureIgnored: 'This model chooses its temperature itself.',
  maxTokens: 'Longest answer, in tokens',
  maxTokensMeaning: 'A whole number of tokens. The answer ends there, whatever it was about to say.',
  useCache: 'Use the cache',
  useCacheMeaning: 'The same question again is answered at once, and nothing is paid for it.',
  systemText: 'System text',
  systemTextMeaning: 'Stands before the whole conversation and tells the model how to answer.',
  providersOwn: 'Provider’s own',
  leaveToProvider: 'Leave it to the provider',
};

export type ParameterWords = typeof english;

export const words = defineWords(english, () => import('./words.fr.ts'));
