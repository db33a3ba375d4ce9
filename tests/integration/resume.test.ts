import { isTaskId, type TaskId } from '@continuo/shared/protocol/task-id';
import { encodeEntries } from '@continuo/shared/protocol/sse';
import { entriesKey, taskKey } from '@continuo/shared/redis/keys';
import { expectedAnswer } from '@continuo/simulator/model-name';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerOf, generate, getResult, oneTo, readStream, readToTheEnd, seqsOf } from '../support/api.ts';
import { openBothLogs, type BothLogs } from '../support/both-logs.ts';
import { eventually } from '../support/eventually.ts';
import { STACK_START_MS, startTestStack, type TestStack } from '../support/test-stack.ts';

const MODEL = 'sim-writer@tps=400,tokens=300';

let stack: TestStack;
let logs: BothLogs;

beforeAll(async () => {
  stack = await startTestStack({ gateways: 2 });
  logs = openBothLogs(stack);
}, STACK_START_MS);

afterAll(async () => {
  await logs?.close();
  await stack?.dispose();
});

async function start(prompt: string): Promise<TaskId> {
  const { task_id } = await generate(stack.url, { prompt, model: MODEL });
  if (!isTaskId(task_id)) throw new Error(`not a task id: ${task_id}`);
  return task_id;
}

describe('a stream that is cut in the middle', () => {
  test('goes on with Last-Event-ID: the parts together are the result, without repeat or gap', async () => {
    const taskId = await start('cut me in the middle');

    const first = await readStream(stack.url, taskId, { cutAfter: 20 });
    const second = await readStream(stack.url, taskId, { lastEventId: first.events.at(-1)?.id });

    const events = [...first.events, ...second.events];
    expect(first.events).toHaveLength(20);
    expect(seqsOf(events)).toEqual(oneTo(events.length));
    expect(events.at(-1)?.event).toBe('completed');
    const { text } = await getResult(stack.url, taskId);
    expect(answerOf(events)).toBe(text);
    expect(text).toBe(expectedAnswer(MODEL, 'cut me in the middle').text);
  });

  test('invariant 4: goes on at another gateway, cut after every few entries', async () => {
    const taskId = await start('a different gateway every time');
    const events = [];
    for (let turn = 0; events.at(-1)?.event !== 'completed'; turn += 1) {
      const url = stack.urls[turn % 2] ?? '';
      const part = await readStream(url, taskId, { lastEventId: events.at(-1)?.id, cutAfter: 7 });
      events.push(...part.events);
    }

    expect(seqsOf(events)).toEqual(oneTo(events.length));
    expect(answerOf(events)).toBe((await getResult(stack.url, taskId)).text);
  });

  test('is over with 204 for a reader that has the terminal entry', async () => {
    const taskId = await start('read to the end');
    const events = await readToTheEnd(stack.urls, taskId);

    const again = await readStream(stack.url, taskId, { lastEventId: events.at(-1)?.id });

    expect(again.status).toBe(204);
  });
});

describe('a log that has left Redis', () => {
  test('invariant 5: is replayed from Postgres byte for byte, from any cursor', async () => {
    const taskId = await start('to be forgotten by Redis');
    const events = await readToTheEnd(stack.urls, taskId);
    const fromRedis = await logs.readRedis(taskId);
    await eventually(
      () => logs.redis.hget(taskKey(taskId), 'persisted'),
      (persisted) => Number(persisted) === fromRedis.length,
    );
    const wholeFromRedis = await readStream(stack.url, taskId);
    const restFromRedis = await readStream(stack.url, taskId, { lastEventId: events[10]?.id });

    await logs.redis.del(entriesKey(taskId), taskKey(taskId));

    expect(await logs.readPostgres(taskId)).toEqual(fromRedis);
    const wholeFromPostgres = await readStream(stack.url, taskId);
    const restFromPostgres = await readStream(stack.urls[1] ?? '', taskId, { lastEventId: events[10]?.id });
    expect(wholeFromPostgres.raw).toBe(wholeFromRedis.raw);
    expect(wholeFromPostgres.raw).toContain(encodeEntries(fromRedis));
    expect(restFromPostgres.raw).toBe(restFromRedis.raw);
    expect((await getResult(stack.url, taskId)).text).toBe(answerOf(events));
  });
});
