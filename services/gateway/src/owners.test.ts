import { expect, test } from 'vitest';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import { makeBatchClient } from './testing/batch-client.ts';
import { mirrorTask, expireTask } from './testing/mirror-task.ts';
import { useStores } from '@continuo/tests/support/use-stores';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';
import { writeWholeAnswer } from './testing/write-answer.ts';

const stores = useStores();
const TASK_ROUTES = [
  'GET /api/chat/stream/{task_id}',
  'GET /api/chat/status/{task_id}',
  'GET /api/chat/chunks/{task_id}',
  'GET /api/chat/result/{task_id}',
  'POST /api/chat/cancel/{task_id}',
  'GET /api/workflows/{task_id}/status',
  'GET /api/workflows/{task_id}/history',
  'GET /api/workflows/{task_id}/chunks',
  'GET /api/workflows/{task_id}/result',
  'POST /api/workflows/{task_id}/cancel',
  'POST /api/workflows/{task_id}/run-again',
];
const NEVER_WAS = 't0_019aa0c25f3e7d1cb0a1c2d3e4f50617';

/** Every route that names a task, as status and body; the request id is the only thing that may differ. */
async function askEverywhere(gateway: TestGateway, taskId: string) {
  return await Promise.all(
    TASK_ROUTES.map(async (route) => {
      const [method = '', path = ''] = route.split(' ');
      const response = await fetch(gateway.url + path.replace('{task_id}', taskId), {
        method,
        headers: { 'X-Request-Id': 'same' },
      });
      return [route, response.status, await response.text()];
    }),
  );
}

test('invariant 10: another owner finds nothing of a task, running, stored or expired', async () => {
  const mine = await startTestGateway(stores);
  const theirs = await startTestGateway(stores);
  const redis = stores.openRedis();
  const postgres = stores.openPostgres();
  const nothing = await askEverywhere(theirs, NEVER_WAS);
  expect(nothing.map(([, status]) => status)).toEqual(TASK_ROUTES.map(() => 404));

  const { task_id } = await mine.accept({ prompt: 'secret' });
  const expectNothing = async (taskId: TaskId): Promise<void> => {
    expect(await askEverywhere(theirs, taskId)).toEqual(nothing);
  };
  await expectNothing(task_id);
  await writeWholeAnswer(redis, task_id, ['secret']);
  await expectNothing(task_id);
  await mirrorTask(redis, postgres, task_id);
  await expectNothing(task_id);
  await expireTask(redis, task_id);
  await expectNothing(task_id);
  // It is all there for whom it belongs to.
  const statuses = (await askEverywhere(mine, task_id)).map(([, status]) => status);
  expect(statuses).toEqual(TASK_ROUTES.map((route) => (route.endsWith('/run-again') ? 202 : 200)));
});

test('invariant 10: lists and figures are of one owner alone', async () => {
  const mine = await startTestGateway(stores);
  const theirs = await startTestGateway(stores);
  const redis = stores.openRedis();
  const { task_id } = await mine.accept({ prompt: 'secret' });
  await writeWholeAnswer(redis, task_id, ['secret']);
  await mirrorTask(redis, stores.openPostgres(), task_id);

  const read = async (gateway: TestGateway, route: string): Promise<unknown> =>
    await (await fetch(`${gateway.url}/api/${route}`)).json();
  expect(await read(mine, 'chat/list')).toMatchObject({ tasks: [{ task_id, prompt: 'secret' }] });
  expect(await read(theirs, 'chat/list')).toEqual({ tasks: [], next_before: null });
  expect(await read(theirs, 'workflows/list?text=secret')).toEqual({ tasks: [], next_before: null });
  expect(await read(mine, 'stats')).toMatchObject({ tasks: { completed: 1 }, tokens: { output: 11 } });
  expect(await read(theirs, 'stats')).toMatchObject({ tasks: { completed: 0 }, tokens: { output: 0 } });
});

const BATCH_ROUTES = [
  'GET ',
  'GET /lines',
  'GET /results',
  'POST /pause',
  'POST /resume',
  'POST /retry',
  'POST /cancel',
  'DELETE ',
];

test('invariant 10: another owner finds nothing of a batch', async () => {
  const mine = await startTestGateway(stores);
  const theirs = await startTestGateway(stores);
  const { batch_id } = await makeBatchClient(mine).create({ lines: ['secret'] });
  const askForBatch = (gateway: TestGateway, id: string) =>
    Promise.all(
      BATCH_ROUTES.map(async (route) => {
        const [method = '', path = ''] = route.split(' ');
        const headers = { 'X-Request-Id': 'same' };
        const response = await fetch(`${gateway.url}/api/batches/${id}${path}`, { method, headers });
        return [route, response.status, await response.text()];
      }),
    );

  const nothing = await askForBatch(theirs, 'b_019aa0c25f3e7d1cb0a1c2d3e4f50617');
  expect(nothing.map(([, status]) => status)).toEqual(BATCH_ROUTES.map(() => 404));
  expect(await askForBatch(theirs, batch_id)).toEqual(nothing);
  expect(await (await fetch(`${theirs.url}/api/batches`)).json()).toEqual({ batches: [], next_before: null });
  expect(await makeBatchClient(mine).read(batch_id)).toMatchObject({ name: 'secret', status: 'running' });
});

const CONVERSATION_ROUTES = ['GET ', 'PATCH ', 'GET /export', 'GET /export?format=json', 'DELETE '];

test('invariant 10: another owner finds nothing of a conversation, and changes nothing of it', async () => {
  const mine = await startTestGateway(stores);
  const theirs = await startTestGateway(stores);
  const redis = stores.openRedis();
  const askForConversation = async (gateway: TestGateway, id: string) => {
    const answers: [route: string, status: number, body: string][] = [];
    // One after the other: the last is its deletion.
    for (const route of CONVERSATION_ROUTES) {
      const [method = '', path = ''] = route.split(' ');
      const headers = { 'X-Request-Id': 'same', 'Content-Type': 'application/json' };
      const body = method === 'PATCH' ? '{"title":"Theirs"}' : null;
      const url = `${gateway.url}/api/conversations/${id}${path}`;
      const response = await fetch(url, { method, headers, body });
      answers.push([route, response.status, await response.text()]);
    }
    return answers;
  };
  const nothing = await askForConversation(theirs, 'c_019aa0c25f3e7d1cb0a1c2d3e4f50617');
  expect(nothing.map(([, status]) => status)).toEqual(CONVERSATION_ROUTES.map(() => 404));

  const { task_id, conversation_id } = await mine.accept({ prompt: 'secret' });
  expect(await askForConversation(theirs, conversation_id)).toEqual(nothing);
  await writeWholeAnswer(redis, task_id, ['secret']);
  await mirrorTask(redis, stores.openPostgres(), task_id);
  expect(await askForConversation(theirs, conversation_id)).toEqual(nothing);
  await expireTask(redis, task_id);
  expect(await askForConversation(theirs, conversation_id)).toEqual(nothing);
  const statuses = (await askForConversation(mine, conversation_id)).map(([, status]) => status);
  expect(statuses).toEqual([200, 200, 200, 200, 204]);
});
