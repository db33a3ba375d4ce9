import { beforeEach, expect, test } from 'vitest';
import type { Postgres } from '@continuo/shared/postgres/connection';
import {
  beginDeletion,
  deleteRows,
  type ConversationRef,
} from '@continuo/shared/postgres/delete-conversation';
import { fillAnswers } from '@continuo/shared/postgres/fill-answers';
import { readTaskRow } from '@continuo/shared/postgres/read-task';
import type { Redis } from '@continuo/shared/redis/connection';
import { isConversationKnown, noteTurn } from '@continuo/shared/redis/conversation-head';
import { forgetTask } from '@continuo/shared/redis/forget-task';
import { requestsKey } from '@continuo/shared/redis/keys';
import { readTaskRecord } from '@continuo/shared/redis/task-record';
import { makeTransitions } from '@continuo/shared/redis/transitions';
import { eventually } from '@continuo/tests/support/eventually';
import { useStores } from '@continuo/tests/support/use-stores';
import { rebuildLost } from './rebuild/rebuild-lost.ts';
import { emptyStores } from './testing/empty-stores.ts';
import { untilAllCovered, untilPersisted } from './testing/read-both.ts';
import { submitTask, type ScriptedTask } from './testing/scripted-task.ts';
import { startTestPersister } from './testing/test-persister.ts';

const stores = useStores();
let redis: Redis;
let postgres: Postgres;

beforeEach(async () => {
  redis = stores.openRedis();
  postgres = stores.openPostgres();
  await emptyStores(redis, postgres);
});

async function refOf({ taskId }: ScriptedTask): Promise<ConversationRef> {
  const record = await readTaskRecord(redis, taskId);
  if (!record) throw new Error(`${taskId} is unknown`);
  return { owner: record.owner, conversationId: record.conversationId };
}

/** What a gateway does to both stores, in its order. */
async function remove(task: ScriptedTask): Promise<void> {
  const ref = await refOf(task);
  await beginDeletion(postgres, ref, true, Date.now());
  await forgetTask({ redis, transitions: makeTransitions(redis) }, task);
  await deleteRows(postgres, ref);
}

test('a task of a deleted conversation that comes late is forgotten, not stored', async () => {
  const [late, other] = [await submitTask(redis), await submitTask(redis)];
  await late.write('a');
  const { owner, conversationId } = await refOf(late);
  await beginDeletion(postgres, { owner, conversationId }, true, Date.now());
  const turn = { taskId: late.taskId, conversationId };
  await noteTurn(redis, owner, turn, { previous: undefined, system: undefined });
  const persister = await startTestPersister(stores);
  await other.complete();
  await untilAllCovered(redis);
  expect(await readTaskRecord(redis, late.taskId)).toBeUndefined();
  await eventually(
    () => isConversationKnown(redis, owner, conversationId),
    (isKnown) => !isKnown,
  );
  expect(await readTaskRow(postgres, late.taskId)).toBeUndefined();
  expect(await readTaskRow(postgres, other.taskId)).toMatchObject({ status: 'completed' });
  expect(persister.troubles()).toEqual([]);
});

test('a task that is deleted while it is mirrored is let go of without trouble', async () => {
  const persister = await startTestPersister(stores);
  const task = await submitTask(redis);
  await task.write('a');
  await untilPersisted(redis, task.taskId, 3);
  await remove(task);
  expect(await redis.xlen(requestsKey(0))).toBe(0);
  const next = await submitTask(redis);
  await next.complete();
  await untilAllCovered(redis);
  expect(await readTaskRow(postgres, task.taskId)).toBeUndefined();
  expect(persister.troubles()).toEqual([]);
});

test('a deleted task is not rebuilt', async () => {
  const persister = await startTestPersister(stores);
  const task = await submitTask(redis);
  await task.write('a');
  await untilPersisted(redis, task.taskId, 3);
  await persister.drain();
  await remove(task);
  const report = await rebuildLost({ postgres, redis, transitions: makeTransitions(redis) });
  expect(report).toMatchObject({ unfinished: 0, restored: 0, failed: [] });
  expect(await readTaskRecord(redis, task.taskId)).toBeUndefined();
});

test('the text of an answer is stored soon after its end, by any of several persisters', async () => {
  await startTestPersister(stores, {}, 'persister-1');
  await startTestPersister(stores, {}, 'persister-2');
  const tasks = await Promise.all(Array.from({ length: 30 }, () => submitTask(redis)));
  await Promise.all(
    tasks.map(async (task, i) => {
      await task.write('answer ', `${i}`);
      await task.complete();
    }),
  );
  const readAnswers = () =>
    Promise.all(tasks.map(async ({ taskId }) => (await readTaskRow(postgres, taskId))?.answer));
  const wanted = tasks.map((_, i) => `answer ${i}`);
  expect(await eventually(readAnswers, (answers) => answers.every(Boolean))).toEqual(wanted);
  expect(await fillAnswers(postgres, 10)).toBe(0);
});
