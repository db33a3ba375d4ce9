import { expect, test } from 'vitest';
import { useStores } from '@continuo/tests/support/use-stores';
import { NO_USAGE, type EntryDraft } from '../protocol/entry.ts';
import type { TaskId } from '../protocol/task-id.ts';
import { readStats } from './read-stats.ts';
import { ACCEPTED, COMPLETED, makeOrigin, makePart, STARTED, storeDrafts } from './testing/make-part.ts';
import { writeBatch } from './write-batch.ts';

const stores = useStores();

function hitOf(source: TaskId): EntryDraft[] {
  return [
    { type: 'cache_hit', source_task_id: source, kept_chunks: 0 },
    { type: 'completed', finish_reason: 'stop', usage: NO_USAGE, cost_usd: 0 },
  ];
}

test('an owner without tasks has zeros and no hit rate', async () => {
  expect(await readStats(stores.openPostgres(), 'nobody')).toEqual({
    tasks: { queued: 0, running: 0, completed: 0, failed: 0, cancelled: 0 },
    cache: { hits: 0, misses: 0, hit_rate: null },
    tokens: { input: 0, output: 0, saved_output: 0 },
  });
});

test('figures are over all tasks of the owner; a hit saves what its source had cost', async () => {
  const postgres = stores.openPostgres();
  const source = makeOrigin();
  const failed: EntryDraft = { type: 'failed', code: 'internal', message: '', retryable: true };
  const logs: EntryDraft[][] = [
    [],
    [STARTED],
    [STARTED, COMPLETED],
    [STARTED, failed],
    [{ type: 'cancelled' }],
    hitOf(source.id),
    hitOf(source.id),
  ];
  await writeBatch(postgres, [
    makePart(source, storeDrafts([ACCEPTED, STARTED, COMPLETED])),
    makePart(makeOrigin({ owner: 'bob' }), storeDrafts([ACCEPTED, STARTED, COMPLETED])),
    ...logs.map((drafts) => makePart(makeOrigin(), storeDrafts([ACCEPTED, ...drafts]))),
  ]);
  expect(await readStats(postgres, 'alice')).toEqual({
    tasks: { queued: 1, running: 1, completed: 4, failed: 1, cancelled: 1 },
    cache: { hits: 2, misses: 2, hit_rate: 0.5 },
    tokens: { input: 14, output: 22, saved_output: 22 },
  });
});
