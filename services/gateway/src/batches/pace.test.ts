import { expect, test } from 'vitest';
import type { BatchPaceReply } from '@continuo/shared/protocol/batch-api';
import { eventually } from '@continuo/tests/support/eventually';
import { useStores } from '@continuo/tests/support/use-stores';
import { makeBatchClient } from '../testing/batch-client.ts';
import { mirrorTask } from '../testing/mirror-task.ts';
import { startTestGateway } from '../testing/test-gateway.ts';
import { writeWholeAnswer } from '../testing/write-answer.ts';
import { tellPace } from './tell-pace.ts';

const stores = useStores();
const HOUR_MS = 3_600_000;

test('every line that ended is in the pace of its batch, and no other', async () => {
  const gateway = await startTestGateway(stores);
  const batches = makeBatchClient(gateway);
  const { batch_id } = await batches.create({ lines: ['a', 'b', 'c'] });
  const [first, second] = await batches.waitForRunning(batch_id, 3);
  for (const taskId of [first, second]) {
    if (taskId === undefined) throw new Error('the lines are not under way');
    await writeWholeAnswer(stores.openRedis(), taskId, ['done']);
    await mirrorTask(stores.openRedis(), stores.openPostgres(), taskId);
  }
  await eventually(
    () => batches.read(batch_id),
    ({ progress }) => progress.completed === 2,
  );
  const response = await fetch(`${gateway.url}/api/batches/${batch_id}/pace`);
  const { ended, bucket_ms, from, to } = (await response.json()) as BatchPaceReply;
  expect(ended.reduce((sum, count) => sum + count, 0)).toBe(2);
  expect(from + ended.length * bucket_ms).toBeGreaterThanOrEqual(to);
});

test.each([
  [0, 1, 1_000],
  [HOUR_MS, 40, 90_000],
  [240 * HOUR_MS, 40, 21_600_000],
])('of %i ms it is told in %i buckets', async (spanMs, buckets, bucketMs) => {
  const deps = { owner: 'local', postgres: stores.openPostgres() };
  const batch = { id: 'b_019aa0c25f3e7d1cb0a1c2d3e4f50619', createdAt: 1, finishedAt: null } as const;
  const { ended, bucket_ms } = await tellPace(deps, batch, 1 + spanMs);
  expect([ended.length, bucket_ms]).toEqual([buckets, bucketMs]);
});

test('the pace of a batch that is not there is not there', async () => {
  const { url } = await startTestGateway(stores);
  expect((await fetch(`${url}/api/batches/b_019aa0c25f3e7d1cb0a1c2d3e4f50619/pace`)).status).toBe(404);
});
