import { estimateTokens } from '@continuo/shared/protocol/estimate-tokens';
import type { Answer } from '../../conversation/answers/answer.ts';
import { formatDollars, formatDuration, formatElapsed } from '../../words/format.ts';
import { words } from '../words.ts';

/** The one quiet line below an answer. */
export function describeFacts(answer: Answer, isLive: boolean, now: number): string[] {
  return isLive ? liveFacts(answer, now) : finalFacts(answer);
}

/** How long it takes so far, and how fast it comes, by the rule of thumb for tokens. */
function liveFacts({ acceptedAt, firstChunkAt, text }: Answer, now: number): string[] {
  const facts = [formatElapsed(now - acceptedAt)];
  if (firstChunkAt === undefined) return facts;
  const seconds = Math.max(1, (now - firstChunkAt) / 1_000);
  return [...facts, words().tokensPerSecond(Math.round(estimateTokens(text) / seconds))];
}

/** What it took. A copy from the cache took nothing: its badge says so. */
function finalFacts({ cached, usage, costUsd, acceptedAt, finishedAt }: Answer): string[] {
  if (cached) return [];
  return [
    ...(usage?.output_tokens ? [words().tokens(usage.output_tokens)] : []),
    ...(costUsd ? [formatDollars(costUsd)] : []),
    ...(finishedAt === undefined ? [] : [formatDuration(finishedAt - acceptedAt)]),
  ];
}
