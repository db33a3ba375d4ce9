import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Entry, EntryDraft } from '../protocol/entry.ts';
import { foldTask, usageOf, type TaskView } from '../protocol/fold-task.ts';
import { emptyProgress, foldProgress, type TaskProgress } from './task-progress.ts';

const name = fc.constantFrom('openai', 'anthropic', 'simulator');
const usage = fc.record({
  input_tokens: fc.nat(),
  cached_input_tokens: fc.nat(),
  output_tokens: fc.nat(),
  reasoning_tokens: fc.nat(),
  estimated: fc.boolean(),
});

/** Entries of one type with what they may say of tokens. */
function withEnd<End extends object, Body extends object>(
  end: fc.Arbitrary<End>,
  body: { [Key in keyof Body]: fc.Arbitrary<Body[Key]> },
): fc.Arbitrary<Body & End> {
  return fc.tuple(fc.record(body), end).map(([entry, ledger]) => ({ ...(entry as Body), ...ledger }));
}

const unknowable = fc.option(usage);
const optional = { requiredKeys: [] };
const attemptEnd = fc.record({ attempt_usage: unknowable }, optional);
const taskEnd = fc.record(
  { attempt_usage: unknowable, usage: unknowable, cost_usd: fc.option(fc.double({ min: 0, max: 9 })) },
  optional,
);
const started = fc
  .tuple(
    fc.record({
      type: fc.constant('attempt_started' as const),
      attempt: fc.integer({ min: 1, max: 9 }),
      worker: fc.string(),
      provider: name,
      model: name,
      strategy: fc.constantFrom('restart' as const, 'continue' as const),
      kept_chunks: fc.nat(4),
    }),
    fc.record({ saved_output_tokens: fc.nat(), previous_usage: unknowable }, optional),
  )
  .map(([entry, ledger]) => ({ ...entry, ...ledger }));
const going = fc.oneof(
  started,
  fc.record({ type: fc.constant('chunk' as const), chunk_id: fc.nat(99), text: fc.string() }),
  fc.record({ type: fc.constant('provider_handle' as const), handle: fc.string() }),
  withEnd(attemptEnd, {
    type: fc.constant('failed_over' as const),
    attempt: fc.nat(),
    message: fc.string(),
    from_provider: name,
    to_provider: name,
    to_model: name,
    code: fc.constant('provider_error' as const),
  }),
  withEnd(attemptEnd, {
    type: fc.constant('retry_scheduled' as const),
    attempt: fc.nat(),
    code: fc.constant('provider_error' as const),
    message: fc.string(),
    delay_ms: fc.nat(),
  }),
  fc.record({
    type: fc.constant('cache_hit' as const),
    source_task_id: fc.constant('t0_019aa0c25f3e7d1cb0a1c2d3e4f50617' as const),
    kept_chunks: fc.nat(4),
  }),
  fc.constant({ type: 'cancel_requested' as const }),
);
const terminal = fc.oneof(
  fc.record({
    type: fc.constant('completed' as const),
    finish_reason: fc.constantFrom('stop' as const, 'length' as const),
    usage,
    cost_usd: fc.option(fc.double({ min: 0, max: 9 })),
  }),
  withEnd(taskEnd, {
    type: fc.constant('failed' as const),
    code: fc.constant('poison' as const),
    message: fc.string(),
    retryable: fc.boolean(),
  }),
  withEnd(taskEnd, { type: fc.constant('cancelled' as const) }),
);
const log = fc
  .tuple(fc.array(going, { maxLength: 30 }), fc.option(terminal))
  .map(([entries, end]): Entry[] => {
    const accepted = {
      type: 'accepted' as const,
      provider: 'openai',
      model: 'm',
      conversation_id: 'c',
      request_hash: 'h',
      parent_task_id: 't0_019aa0c25f3e7d1cb0a1c2d3e4f50617' as const,
      rerun_of: 't0_019aa0c25f3e7d1cb0a1c2d3e4f50618' as const,
      batch_id: 'b_019aa0c25f3e7d1cb0a1c2d3e4f50619' as const,
      batch_line: 7,
    };
    const drafts: EntryDraft[] = [accepted, ...entries, ...(end ? [end] : [])];
    return drafts.map((draft, i) => ({
      ...draft,
      seq: i + 1,
      incarnation: 0,
      epoch: Math.floor(i / 5),
      at: 1_000 + i,
    }));
  });

function savedTokensOf({ attempts }: TaskView): number | null {
  if (attempts.length === 0) return null;
  return attempts.reduce((sum, { savedOutputTokens }) => sum + savedOutputTokens, 0);
}

/** The first holder has epoch 1. */
function isTakeover(entry: Entry, before: Entry | undefined): boolean {
  const isOpening = entry.type === 'attempt_started' || entry.type === 'cache_hit';
  return isOpening && before !== undefined && before.epoch >= 1 && entry.epoch > before.epoch;
}

/** What the log says, in the columns of the row. */
function progressOfView(entries: Entry[]): TaskProgress {
  const view = foldTask(entries);
  const { terminal: end } = view;
  const told = usageOf(view);
  return {
    seq: view.seq,
    incarnation: 0,
    epoch: view.epoch,
    status: view.status,
    provider: view.provider,
    model: view.model,
    cached: view.cached,
    sourceTaskId: view.sourceTaskId ?? null,
    parentTaskId: view.links.parentTaskId ?? null,
    originTaskId: view.links.originTaskId ?? null,
    batchId: view.links.batchId ?? null,
    batchLine: view.links.batchLine ?? null,
    worker: view.attempts.at(-1)?.worker ?? null,
    attempts: view.attempt,
    takeovers: entries.filter((entry, i) => isTakeover(entry, entries[i - 1])).length,
    retries: entries.filter(({ type }) => type === 'retry_scheduled' || type === 'failed_over').length,
    cancelRequested: view.cancelRequested,
    chunksCount: view.chunks.length,
    startedAt: view.startedAt ?? null,
    firstChunkAt: view.firstChunkAt ?? null,
    finishedAt: view.finishedAt ?? null,
    finishReason: end?.type === 'completed' ? end.finish_reason : null,
    inputTokens: told?.input_tokens ?? null,
    cachedInputTokens: told?.cached_input_tokens ?? null,
    outputTokens: told?.output_tokens ?? null,
    reasoningTokens: told?.reasoning_tokens ?? null,
    usageEstimated: told?.estimated ?? (view.consumption.hasUnknown || null),
    savedOutputTokens: savedTokensOf(view),
    costUsd: end?.cost_usd ?? null,
    errorCode: end?.type === 'failed' ? end.code : null,
    errorMessage: end?.type === 'failed' ? end.message : null,
  };
}

test('the progress of any log is what foldTask makes of it', () => {
  fc.assert(
    fc.property(log, (entries) => {
      const progress = emptyProgress();
      for (const entry of entries) foldProgress(progress, entry);
      expect(progress).toEqual(progressOfView(entries));
    }),
  );
});

test('text of outsiders is stored without what Postgres refuses', () => {
  const progress = emptyProgress();
  const header = { seq: 1, incarnation: 0, epoch: 0, at: 1 };
  foldProgress(progress, {
    ...header,
    type: 'accepted',
    provider: 'openai',
    model: 'm\0\ud800',
    conversation_id: 'c',
    request_hash: 'h',
  });
  foldProgress(progress, {
    ...header,
    seq: 2,
    type: 'failed',
    code: 'internal',
    message: 'a\0b',
    retryable: true,
  });
  expect(progress).toMatchObject({ model: 'm\uFFFD\uFFFD', errorMessage: 'a\uFFFDb' });
});
