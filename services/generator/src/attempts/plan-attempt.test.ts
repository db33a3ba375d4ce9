import { NO_USAGE, type Entry, type EntryDraft } from '@continuo/shared/protocol/entry';
import { foldTask } from '@continuo/shared/protocol/fold-task';
import { expect, test } from 'vitest';
import { attemptEntry, planAttempt, type Target } from './plan-attempt.ts';

const TARGET: Target = { provider: 'openai', model: 'm' };
const NOTHING = { canReattach: false, canPrefill: false };
const EVERYTHING = { canReattach: true, canPrefill: true };

const STARTED: EntryDraft = {
  type: 'attempt_started',
  attempt: 1,
  worker: 'w',
  ...TARGET,
  strategy: 'restart',
  kept_chunks: 0,
};
const HANDLE: EntryDraft = { type: 'provider_handle', handle: 'run-1' };

function chunk(chunkId: number, text: string, cursor?: string): EntryDraft {
  return {
    type: 'chunk',
    chunk_id: chunkId,
    text,
    ...(cursor === undefined ? {} : { provider_cursor: cursor }),
  };
}

function viewOf(...drafts: EntryDraft[]) {
  return foldTask(
    drafts.map((draft, i): Entry => ({ seq: i + 1, incarnation: 0, epoch: 1, at: 0, ...draft })),
  );
}

test('with nothing stored, or only white space, an attempt starts', () => {
  expect(planAttempt(viewOf(STARTED), TARGET, EVERYTHING)).toMatchObject({
    strategy: 'restart',
    keptChunks: 0,
  });
  expect(planAttempt(viewOf(STARTED, chunk(0, ' \n')), TARGET, EVERYTHING)).toMatchObject({
    strategy: 'restart',
    keptChunks: 0,
    stored: '',
  });
});

test('invariant 6: with text stored, every chunk is kept and the next attempt goes on from it', () => {
  const view = viewOf(STARTED, chunk(0, 'so '), chunk(1, 'far'));
  expect(planAttempt(view, TARGET, { canReattach: false, canPrefill: true })).toMatchObject({
    strategy: 'prefill',
    stored: 'so far',
    keptChunks: 2,
    attempt: 2,
  });
  expect(planAttempt(view, TARGET, NOTHING)).toMatchObject({ strategy: 'continue', keptChunks: 2 });
});

test('a run that the provider keeps is attached to, behind what is stored of it', () => {
  const view = viewOf(STARTED, HANDLE, chunk(0, 'so ', '4'), chunk(1, 'f'), chunk(2, 'ar'));
  expect(planAttempt(view, TARGET, EVERYTHING)).toMatchObject({
    strategy: 'reattach',
    keptChunks: 3,
    run: { handle: 'run-1', cursor: '4', charsSinceCursor: 3, text: 'so far' },
  });
});

test('a run with no text yet is attached to as well', () => {
  expect(planAttempt(viewOf(STARTED, HANDLE), TARGET, EVERYTHING)).toMatchObject({
    strategy: 'reattach',
    run: { handle: 'run-1', cursor: undefined, charsSinceCursor: 0, text: '' },
  });
});

test('a run of another provider or model is left, its text is gone on with', () => {
  const view = viewOf(STARTED, HANDLE, chunk(0, 'so far', '4'));
  const other: Target = { provider: 'anthropic', model: 'm' };
  expect(planAttempt(view, other, EVERYTHING)).toMatchObject({ strategy: 'prefill', run: undefined });
});

test('the entry of an attempt says what it keeps and what that saves', () => {
  const plan = planAttempt(viewOf(STARTED, chunk(0, 'x'.repeat(400))), TARGET, NOTHING);
  expect(attemptEntry(plan, 'w-2', undefined)).toEqual({
    type: 'attempt_started',
    attempt: 2,
    worker: 'w-2',
    provider: 'openai',
    model: 'm',
    strategy: 'continue',
    kept_chunks: 1,
    saved_output_tokens: 100,
  });
});

test('the entry of an attempt tells what the one before it consumed, but not of a run that it attaches to', () => {
  const estimate = { ...NO_USAGE, input_tokens: 5, output_tokens: 2, estimated: true };
  const view = viewOf(STARTED, HANDLE, chunk(0, 'so far'));
  expect(attemptEntry(planAttempt(view, TARGET, NOTHING), 'w', estimate).previous_usage).toEqual(estimate);
  expect(attemptEntry(planAttempt(view, TARGET, NOTHING), 'w', null).previous_usage).toBeNull();
  const attached = attemptEntry(planAttempt(view, TARGET, EVERYTHING), 'w', estimate);
  expect(attached).not.toHaveProperty('previous_usage');
});
