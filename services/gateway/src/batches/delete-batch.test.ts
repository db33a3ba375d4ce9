import { expect, test } from 'vitest';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import { readTaskRecord } from '@continuo/shared/redis/task-record';
import { eventually } from '@continuo/tests/support/eventually';
import { useStores } from '@continuo/tests/support/use-stores';
import { makeBatchClient } from '../testing/batch-client.ts';
import { mirrorTask } from '../testing/mirror-task.ts';
import { startTestGateway } from '../testing/test-gateway.ts';
import { writeWholeAnswer } from '../testing/write-answer.ts';

const stores = useStores();

test('a batch that is over can be deleted, and leaves no row and no key of its tasks', async () => {
  const gateway = await startTestGateway(stores);
  const batches = makeBatchClient(gateway);
  const redis = stores.openRedis();
  const postgres = stores.openPostgres();
  const { batch_id } = await batches.create({ lines: ['one', 'two'] });
  const remove = (): Promise<Response> =>
    fetch(`${gateway.url}/api/batches/${batch_id}`, { method: 'DELETE' });
  const taskIds: TaskId[] = await batches.waitForRunning(batch_id, 2);
  expect((await remove()).status).toBe(409);
  for (const taskId of taskIds) {
    await eventually(
      () => readTaskRecord(redis, taskId),
      (record) => record !== undefined,
    );
    await writeWholeAnswer(redis, taskId, ['Yes.']);
    await mirrorTask(redis, postgres, taskId);
  }
  await eventually(
    () => batches.read(batch_id),
    ({ status }) => status === 'completed',
  );

  expect((await remove()).status).toBe(204);
  const rows = await postgres.run(
    ({ sql }) => sql`
      select id from batches union all select batch_id from batch_lines union all select id from conversations
       union all select id from chat_tasks union all select task_id from chat_chunks
       union all select task_id from task_events`,
  );
  expect(rows).toEqual([]);
  for (const taskId of taskIds) {
    expect(await readTaskRecord(redis, taskId)).toBeUndefined();
    expect(await redis.exists(`chat:{0}:task:${taskId}:entries`)).toBe(0);
  }
  expect((await remove()).status).toBe(404);
});
