import { expect, test } from 'vitest';
import { emptyView, type TaskView } from '@continuo/shared/protocol/fold-task';
import { measureProgress, type Expected } from './measure-progress.ts';

const UNKNOWN: Expected = { maxTokens: undefined, sourceCharacters: undefined };

/** An answer of 80 characters, accepted at 1 s, whose first chunk came at 2 s. */
function viewOf(given: Partial<TaskView> = {}): TaskView {
  const chunk = { chunk_id: 0, text: 'x'.repeat(40), at: 2_000, provider: 'openai', model: 'm' };
  return {
    ...emptyView(),
    status: 'running',
    acceptedAt: 1_000,
    firstChunkAt: 2_000,
    chunks: [chunk, { ...chunk, chunk_id: 1 }],
    ...given,
  };
}

test('what is known is counted; how much there will be is not guessed', () => {
  expect(measureProgress(viewOf(), UNKNOWN, 4_000)).toEqual({
    chunks: 2,
    characters: 80,
    estimated_tokens: 20,
    elapsed_ms: 3_000,
    tokens_per_second: 10,
    percent: null,
    percent_of: null,
  });
});

test('a limit of tokens is a maximum, which an answer does not exceed', () => {
  const expected = { ...UNKNOWN, maxTokens: 60 };
  expect(measureProgress(viewOf(), expected, 4_000)).toMatchObject({
    percent: 33.3,
    percent_of: 'max_tokens',
  });
  expect(measureProgress(viewOf(), { ...UNKNOWN, maxTokens: 7 }, 4_000)).toMatchObject({ percent: 100 });
});

test('a copy is a part of its source, once that is whole, and has no rate', () => {
  const copy = viewOf({ cached: true });
  const expected = { ...UNKNOWN, sourceCharacters: 160 };
  expect(measureProgress(copy, expected, 4_000)).toMatchObject({ percent: 50, percent_of: 'source' });
  expect(measureProgress(copy, UNKNOWN, 4_000)).toMatchObject({ percent: null, tokens_per_second: null });
});

test('the end is the whole of what was completed, and of nothing else', () => {
  const ended = viewOf({ status: 'completed', finishedAt: 3_000 });
  expect(measureProgress(ended, { ...UNKNOWN, maxTokens: 60 }, 99_000)).toMatchObject({
    elapsed_ms: 2_000,
    tokens_per_second: 20,
    percent: 100,
    percent_of: 'end',
  });
  const failed = viewOf({ status: 'failed', finishedAt: 3_000 });
  expect(measureProgress(failed, UNKNOWN, 99_000)).toMatchObject({ percent: null });
});

test('before the first chunk there is no rate', () => {
  const waiting = viewOf({ chunks: [], firstChunkAt: undefined });
  expect(measureProgress(waiting, UNKNOWN, 4_000)).toMatchObject({
    tokens_per_second: null,
    elapsed_ms: 3_000,
  });
});
