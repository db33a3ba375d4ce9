import { expect, test } from 'vitest';
import { useStores } from '@continuo/tests/support/use-stores';
import { NO_USAGE, type EntryDraft } from '../protocol/entry.ts';
import { cutWindow } from '../protocol/stats-window.ts';
import type { TaskId } from '../protocol/task-id.ts';
import { readStats } from './read-stats.ts';
import {
  ACCEPTED,
  AT,
  chunk,
  COMPLETED,
  makeOrigin,
  makePart,
  STARTED,
  storeDrafts,
} from './testing/make-part.ts';
import { writeBatch } from './write-batch.ts';

const stores = useStores();
const DAY = cutWindow('24h', AT + 1_000);
const NOTHING = {
  tasks: 0,
  byStatus: { queued: 0, running: 0, completed: 0, failed: 0, cancelled: 0 },
  hits: 0,
  inputTokens: 0,
  cachedInputTokens: 0,
  outputTokens: 0,
  savedOutputTokens: 0,
  keptOutputTokens: 0,
  costUsd: 0,
  unknownCostTasks: 0,
  savedUsd: 0,
  takeovers: 0,
  retries: 0,
  firstChunkMs: { p50: null, p95: null },
  totalMs: { p50: null, p95: null },
};

function hitOf(source: TaskId): EntryDraft[] {
  return [
    { type: 'cache_hit', source_task_id: source, kept_chunks: 0 },
    chunk(0, 'copied'),
    { type: 'completed', finish_reason: 'stop', usage: NO_USAGE, cost_usd: 0 },
  ];
}

async function store(
  postgres: Parameters<typeof writeBatch>[0],
  logs: readonly EntryDraft[][],
  owner: string,
) {
  await writeBatch(
    postgres,
    logs.map((drafts) => makePart(makeOrigin({ owner }), storeDrafts([ACCEPTED, ...drafts]))),
  );
}

test('of an owner without tasks everything is nothing, not unknown', async () => {
  expect(await readStats(stores.openPostgres(), 'nobody', DAY)).toEqual({
    total: NOTHING,
    before: NOTHING,
    models: [],
    buckets: [],
  });
});

test('figures are over the tasks of the owner; a hit saves what its source had bought, and has no latency', async () => {
  const postgres = stores.openPostgres();
  const source = makeOrigin();
  const failed: EntryDraft = { type: 'failed', code: 'internal', message: '', retryable: true };
  await writeBatch(postgres, [
    makePart(source, storeDrafts([ACCEPTED, STARTED, chunk(0, 'bought'), COMPLETED])),
    makePart(makeOrigin({ owner: 'bob' }), storeDrafts([ACCEPTED, STARTED, COMPLETED])),
  ]);
  await store(
    postgres,
    [
      [],
      [STARTED],
      [STARTED, COMPLETED],
      [STARTED, failed],
      [{ type: 'cancelled' }],
      hitOf(source.id),
      hitOf(source.id),
    ],
    'alice',
  );
  const { total, models, buckets } = await readStats(postgres, 'alice', DAY);
  expect(total).toEqual({
    ...NOTHING,
    tasks: 8,
    byStatus: { queued: 1, running: 1, completed: 4, failed: 1, cancelled: 1 },
    hits: 2,
    inputTokens: 14,
    cachedInputTokens: 4,
    outputTokens: 22,
    savedOutputTokens: 22,
    costUsd: 0.5,
    // That which failed asked somebody; that which was cancelled asked nobody.
    unknownCostTasks: 1,
    savedUsd: 0.5,
    firstChunkMs: { p50: 2, p95: 2 },
    totalMs: { p50: 2, p95: 3 },
  });
  expect(models).toEqual([{ ...total, provider: 'simulator', model: 'sim-writer' }]);
  expect(buckets).toEqual([{ ...total, bucket: DAY.buckets - 1 }]);
});

test('holders, retries and what they kept are counted', async () => {
  const postgres = stores.openPostgres();
  const log = storeDrafts([
    ACCEPTED,
    STARTED,
    { type: 'retry_scheduled', attempt: 1, code: 'provider_error', message: '', delay_ms: 0 },
    { ...STARTED, attempt: 2, saved_output_tokens: 5 } as EntryDraft,
    { ...STARTED, attempt: 3, saved_output_tokens: 6 } as EntryDraft,
  ]);
  const epochs = [0, 1, 1, 1, 2];
  const taken = log.map((entry, i) => ({ ...entry, epoch: epochs[i] ?? 0 }));
  await writeBatch(postgres, [makePart(makeOrigin({ owner: 'carol' }), taken)]);
  const { total } = await readStats(postgres, 'carol', DAY);
  expect(total).toMatchObject({ takeovers: 1, retries: 1, keptOutputTokens: 11 });
});

test('where no price is known the cost is unknown, not nothing', async () => {
  const postgres = stores.openPostgres();
  const unpriced = { ...COMPLETED, cost_usd: null } as EntryDraft;
  await store(
    postgres,
    [
      [STARTED, unpriced],
      [STARTED, unpriced],
    ],
    'dave',
  );
  const { total } = await readStats(postgres, 'dave', DAY);
  expect(total).toMatchObject({ costUsd: null, unknownCostTasks: 2 });
});

test('tasks lie in the bucket in which they were accepted; older ones before the window, as far as it is long', async () => {
  const postgres = stores.openPostgres();
  const sinceMs = DAY.fromMs - (DAY.toMs - DAY.fromMs);
  const acceptedAt = [sinceMs - 1, sinceMs, DAY.fromMs - 1, DAY.fromMs, DAY.fromMs + DAY.bucketMs, AT];
  await writeBatch(
    postgres,
    acceptedAt.map((createdAt) =>
      makePart(makeOrigin({ owner: 'erin', createdAt }), storeDrafts([ACCEPTED])),
    ),
  );
  const { total, before, buckets } = await readStats(postgres, 'erin', DAY);
  expect(total.tasks).toBe(3);
  expect(before).toEqual({ ...NOTHING, tasks: 2, byStatus: { ...NOTHING.byStatus, queued: 2 } });
  expect(buckets.map(({ bucket, tasks }) => [bucket, tasks]).toSorted(([a = 0], [b = 0]) => a - b)).toEqual([
    [0, 1],
    [1, 1],
    [DAY.buckets - 1, 1],
  ]);
});
