import { randomUUIDv7 } from 'node:crypto';
import { useStores } from '@continuo/tests/support/use-stores';
import type { Problem } from '@continuo/shared/protocol/problem';
import { makeTaskId, type TaskId } from '@continuo/shared/protocol/task-id';
import { deleteOldLogs, deleteOldTasks } from '@continuo/shared/postgres/retention';
import { newTask, submitNew } from '@continuo/shared/redis/testing/test-task';
import { makeTransitions } from '@continuo/shared/redis/transitions';
import { expect, test } from 'vitest';
import { expireTask, mirrorTask } from './testing/mirror-task.ts';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';
import { writeWholeAnswer } from './testing/write-answer.ts';

const stores = useStores();
const KINDS = ['status', 'chunks', 'result', 'stream'];
/** Of the year 2025. */
const OLD: TaskId = 't0_019400c25f3e7d1cb0a1c2d3e4f50617';

async function askAll(gateway: TestGateway, taskId: string): Promise<[number, string][]> {
  return await Promise.all(
    KINDS.map(async (kind) => {
      const headers = { 'X-Request-Id': 'same' };
      const response = await fetch(`${gateway.url}/api/chat/${kind}/${taskId}`, { headers });
      return [response.status, await response.text()] as [number, string];
    }),
  );
}

function codesOf(answers: readonly [number, string][]): string[] {
  return answers.map(([status, text]) => `${status} ${(JSON.parse(text) as Problem).code}`);
}

test('an id that nobody knows is gone when its task would be past its retention, else unknown', async () => {
  const gateway = await startTestGateway(stores, { RETENTION_TASKS_DAYS: '1', RETENTION_BATCHES_DAYS: '9' });
  expect(codesOf(await askAll(gateway, OLD))).toEqual(KINDS.map(() => '410 gone'));
  const fresh = makeTaskId(0, randomUUIDv7());
  expect(codesOf(await askAll(gateway, fresh))).toEqual(KINDS.map(() => '404 unknown_task'));
  // Its id does not tell when it was made.
  const timeless = OLD.replace('7d1c', '4d1c');
  expect(codesOf(await askAll(gateway, timeless))).toEqual(KINDS.map(() => '404 unknown_task'));
});

test('without a retention nothing is gone', async () => {
  const gateway = await startTestGateway(stores);
  expect(codesOf(await askAll(gateway, OLD))).toEqual(KINDS.map(() => '404 unknown_task'));
});

test('a task whose log or row was deleted for its age is gone; the row alone still stands in the list', async () => {
  const gateway = await startTestGateway(stores, { RETENTION_TASKS_DAYS: '1' });
  const [redis, postgres] = [stores.openRedis(), stores.openPostgres()];
  const { task_id: taskId } = await gateway.accept({ prompt: 'old' });
  await writeWholeAnswer(redis, taskId, ['a']);
  await mirrorTask(redis, postgres, taskId);
  await expireTask(redis, taskId);
  expect((await askAll(gateway, taskId)).map(([status]) => status)).toEqual(KINDS.map(() => 200));

  await postgres.run(({ sql }) => sql`update chat_tasks set answer = 'a' where id = ${taskId}`);
  await deleteOldLogs(postgres, Date.now() + 60_000);
  expect(codesOf(await askAll(gateway, taskId))).toEqual(KINDS.map(() => '410 gone'));
  const list = await (await fetch(`${gateway.url}/api/chat/list`)).json();
  expect(list).toMatchObject({ tasks: [{ task_id: taskId, status: 'completed' }] });

  await deleteOldTasks(postgres, Date.now() + 60_000);
  expect(await (await fetch(`${gateway.url}/api/chat/list`)).json()).toMatchObject({ tasks: [] });
});

test('invariant 10: another owner’s old task, which is still there, looks like one that never was', async () => {
  const mine = await startTestGateway(stores);
  const theirs = await startTestGateway(stores, { RETENTION_TASKS_DAYS: '1' });
  const [redis, postgres] = [stores.openRedis(), stores.openPostgres()];
  const neverWas = await askAll(theirs, OLD);
  expect(codesOf(neverWas)).toEqual(KINDS.map(() => '410 gone'));

  const old: TaskId = 't0_019400c25f3e7d1cb0a1c2d3e4f50618';
  const task = { taskId: old, requestHash: newTask().requestHash };
  await submitNew(makeTransitions(redis), { owner: mine.owner }, task);
  expect(await askAll(theirs, old)).toEqual(neverWas);
  await writeWholeAnswer(redis, old, ['secret']);
  await mirrorTask(redis, postgres, old);
  await expireTask(redis, old);
  expect(await askAll(theirs, old)).toEqual(neverWas);
  expect((await askAll(mine, old)).map(([status]) => status)).toEqual(KINDS.map(() => 200));
});
