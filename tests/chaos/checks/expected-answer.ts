import { promptOf, type ChatRequest } from '@continuo/shared/protocol/chat-request';
import { expectedAnswer, parseModelName } from '@continuo/simulator/model-name';

/** What the simulator answers to a request, as the tokens it sends. */
export interface KnownAnswer {
  tokens: readonly string[];
  text: string;
}

/** Faults that put something into the text which is no part of the answer, or change the order. */
const DISTORTING = ['json', 'garbage', 'duplicate', 'swap', 'nul', 'halves'] as const;

/** Undefined: nobody can say, because the provider was told to distort it. */
export function knownAnswer(request: ChatRequest): KnownAnswer | undefined {
  const name = parseModelName(request.model);
  if (typeof name === 'string') return undefined;
  const { fault } = name.plan;
  if (fault && (DISTORTING as readonly string[]).includes(fault.kind)) return undefined;
  const { tokens, text } = expectedAnswer(request.model, promptOf(request));
  return { tokens, text };
}

/** How many of the answer's tokens lie wholly in its first characters. */
export function tokensWithin(tokens: readonly string[], characters: number): number {
  let end = 0;
  const first = tokens.findIndex((token) => (end += token.length) > characters);
  return first === -1 ? tokens.length : first;
}
