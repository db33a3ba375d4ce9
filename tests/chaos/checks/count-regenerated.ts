import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import type { ProviderCall } from '../evidence/evidence.ts';
import { knownAnswer, tokensWithin } from './expected-answer.ts';

export interface Regenerated {
  /** Output tokens of a call that were stored already when its attempt began. */
  regeneratedTokens: number;
  /** Further ones, of white space at the very end of what is stored: not every model can be shown it. */
  regeneratedSpace: number;
}

/** @param stored the text that was stored when the call's attempt began */
export function countRegenerated(
  request: ChatRequest | undefined,
  stored: string,
  call: Pick<ProviderCall, 'first_token' | 'output_tokens' | 'preamble_tokens'>,
): Regenerated {
  const answer = request && knownAnswer(request);
  if (!answer || stored === '') return { regeneratedTokens: 0, regeneratedSpace: 0 };
  const generatedTo = call.first_token + call.output_tokens - call.preamble_tokens;
  const countUpTo = (characters: number): number =>
    Math.max(0, Math.min(generatedTo, tokensWithin(answer.tokens, characters)) - call.first_token);
  const regeneratedTokens = countUpTo(stored.trimEnd().length);
  return { regeneratedTokens, regeneratedSpace: countUpTo(stored.length) - regeneratedTokens };
}
