import { createHash } from 'node:crypto';
import { countTokens } from '../answer/tokens.ts';
import { touchRecent } from '../recent.ts';
import type { AnswerCall, Call } from './call.ts';

/** Providers keep no shorter prefix (OpenAI's limit; Anthropic's are from 1,024 to 4,096). */
const CACHED_TOKENS_MIN = 1024;
const PREFIXES_MAX = 20_000;
/** What a message costs beside its text. */
const TOKENS_PER_MESSAGE = 4;

export interface PromptCache {
  /** Counts a prompt's tokens and those of them seen before under the same model; remembers the prompt. */
  read: (model: string, call: AnswerCall) => Call['usage'];
}

/** Whole messages from the start make the prefixes. Messages API requests take part when they ask to. */
export function makePromptCache(): PromptCache {
  const prefixes = new Map<string, true>();
  return {
    read: (model, call) => {
      const takesPart = call.wire !== 'messages' || call.marksCache;
      let key = model;
      let inputTokens = 0;
      let cachedTokens = 0;
      for (const { role, text } of call.messages) {
        inputTokens += countTokens(text) + TOKENS_PER_MESSAGE;
        key = createHash('sha256')
          .update(JSON.stringify([key, role, text]))
          .digest('base64');
        if (!takesPart || inputTokens < CACHED_TOKENS_MIN) continue;
        if (prefixes.has(key)) cachedTokens = inputTokens;
        touchRecent(prefixes, key, true, PREFIXES_MAX);
      }
      return { inputTokens, cachedTokens };
    },
  };
}
