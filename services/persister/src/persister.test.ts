import { expect, test } from 'vitest';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import { readTaskLog } from '@continuo/shared/postgres/read-log';
import { readTaskRow } from '@continuo/shared/postgres/read-task';
import { readTaskStream, readWholeLog } from '@continuo/shared/redis/task-stream';
import { eventually } from '@continuo/tests/support/eventually';
import { useStores } from '@continuo/tests/support/use-stores';
import { submitTask } from './testing/scripted-task.ts';
import { startTestPersister } from './testing/test-persister.ts';

const stores = useStores();

async function mirrored(taskId: TaskId) {
  const postgres = stores.openPostgres();
  return await eventually(
    () => readTaskRow(postgres, taskId),
    (row) => row?.status === 'completed',
  );
}

test('a task is mirrored to its end', async () => {
  const redis = stores.openRedis();
  await startTestPersister(stores);
  const task = await submitTask(redis);
  await task.write('Hello', ' "wörld" \\ \u2028 🎉');
  await task.complete();
  await mirrored(task.taskId);
  const postgres = stores.openPostgres();
  const ours = await readWholeLog((id, seq) => readTaskStream(redis, id, seq), task.taskId);
  expect(await readWholeLog((id, seq) => readTaskLog(postgres, id, seq), task.taskId)).toEqual(ours);
});
