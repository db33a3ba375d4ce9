import { CHARS_PER_TOKEN } from '@continuo/shared/protocol/estimate-tokens';
import type { TaskView } from '@continuo/shared/protocol/fold-task';
import type { WorkflowProgress } from '@continuo/shared/protocol/workflow-api';

/** How much there may be of an answer, as far as anybody knows. */
export interface Expected {
  maxTokens: number | undefined;
  /** Characters of the answer that is copied; undefined: none is, or it is not whole yet. */
  sourceCharacters: number | undefined;
}

/** How far an answer is; a percentage only where a maximum is known. Pure. */
export function measureProgress(view: TaskView, expected: Expected, nowMs: number): WorkflowProgress {
  const characters = view.chunks.reduce((sum, chunk) => sum + chunk.text.length, 0);
  const endMs = view.finishedAt ?? Math.max(nowMs, view.acceptedAt);
  const tokens = Math.ceil(characters / CHARS_PER_TOKEN);
  return {
    chunks: view.chunks.length,
    characters,
    estimated_tokens: tokens,
    elapsed_ms: endMs - view.acceptedAt,
    tokens_per_second: view.cached ? null : rateOf(tokens, view.firstChunkAt, endMs),
    ...shareOf(view, characters, tokens, expected),
  };
}

function rateOf(tokens: number, firstChunkAt: number | undefined, endMs: number): number | null {
  if (firstChunkAt === undefined || endMs <= firstChunkAt) return null;
  return roundToTenths((tokens * 1_000) / (endMs - firstChunkAt));
}

function shareOf(
  view: TaskView,
  characters: number,
  tokens: number,
  { maxTokens, sourceCharacters }: Expected,
): Pick<WorkflowProgress, 'percent' | 'percent_of'> {
  if (view.status === 'completed') return { percent: 100, percent_of: 'end' };
  if (view.cached && sourceCharacters !== undefined) {
    return { percent: percentOf(characters, sourceCharacters), percent_of: 'source' };
  }
  if (maxTokens !== undefined) return { percent: percentOf(tokens, maxTokens), percent_of: 'max_tokens' };
  return { percent: null, percent_of: null };
}

function percentOf(part: number, whole: number): number {
  return whole === 0 ? 100 : Math.min(100, roundToTenths((part * 100) / whole));
}

function roundToTenths(value: number): number {
  return Math.round(value * 10) / 10;
}
