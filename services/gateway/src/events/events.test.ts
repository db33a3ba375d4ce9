import { beforeEach, describe, expect, test } from 'vitest';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { Redis } from '@continuo/shared/redis/connection';
import { eventsKey } from '@continuo/shared/redis/keys';
import { eventually } from '@continuo/tests/support/eventually';
import { startFaultProxy } from '@continuo/tests/support/fault-proxy';
import { useStores } from '@continuo/tests/support/use-stores';
import { readEvents, type ReadEvent } from '../testing/read-events.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { writeWholeAnswer } from '../testing/write-answer.ts';

/** Bounds a test that hangs; says nothing about speed. */
const SLOW = { timeout: 60_000 };
/** What becomes of a task that is answered. */
const LIFE = ['task_created', 'task_started', 'task_finished'];

interface Progress {
  running: number;
}

const stores = useStores();
let gateway: TestGateway;
let redis: Redis;

beforeEach(async () => {
  gateway = await startTestGateway(stores);
  redis = stores.openRedis();
});

async function answerTask(at = gateway): Promise<TaskId> {
  const { task_id } = await at.accept({ prompt: `${Math.random()}` });
  await writeWholeAnswer(redis, task_id, ['a']);
  return task_id;
}

function tasksOnly(events: readonly ReadEvent[]): ReadEvent[] {
  return events.filter(({ event }) => event.startsWith('task_'));
}

function taskEvents(count: number) {
  return (events: readonly ReadEvent[]): boolean => tasksOnly(events).length >= count;
}

/** What is told while `work` goes on, until there is enough of it. */
async function readWhile(
  work: () => Promise<unknown>,
  isEnough: (events: readonly ReadEvent[]) => boolean,
  query = '',
  at = gateway,
) {
  let working: Promise<unknown> = Promise.resolve();
  const reading = await readEvents(`${at.url}/api/events${query}`, {
    isEnough,
    onOpen: () => void (working = work()),
  });
  await working;
  return reading;
}

/** A cursor at the end of what has happened. */
async function findCursor(at = gateway): Promise<string> {
  const { cursor } = await readEvents(`${at.url}/api/events?types=stats`, {
    isEnough: (events) => events.length > 0,
  });
  return cursor;
}

describe('a stream of events', () => {
  test('tells what becomes of tasks from now on, each once and in order', async () => {
    await answerTask();
    const ids: TaskId[] = [];
    const { events } = await readWhile(async () => {
      for (let i = 0; i < 3; i += 1) ids.push(await answerTask());
    }, taskEvents(9));
    const told = tasksOnly(events).map(({ event, data }) => [event, data['task_id']]);
    expect(told).toEqual(ids.flatMap((id) => LIFE.map((type) => [type, id])));
  });

  test('says with each what lists need', async () => {
    const { events } = await readWhile(() => answerTask(), taskEvents(3));
    const common = {
      conversation_id: expect.stringMatching(/^c_/) as string,
      provider: 'simulator',
      model: 'sim-writer',
      at: expect.any(Number) as number,
    };
    expect(tasksOnly(events).map(({ data }) => data)).toMatchObject([
      { type: 'task_created', status: 'queued', ...common },
      { type: 'task_started', status: 'running', attempt: 1, worker: 'test-1', ...common },
      { type: 'task_finished', status: 'completed', finish_reason: 'stop', ...common },
    ]);
  });

  test('begins with how things stand', async () => {
    const { events } = await readEvents(`${gateway.url}/api/events`, { isEnough: (all) => all.length > 0 });
    expect(events).toMatchObject([{ event: 'stats', data: { type: 'stats', queue: { held: 0 } } }]);
  });

  test('tells only what was asked for', async () => {
    const types = '?types=task_finished,task_created';
    const some = await readWhile(
      () => answerTask(),
      (events) => events.length >= 2,
      types,
    );
    expect(some.events.map(({ event }) => event)).toEqual(['task_created', 'task_finished']);

    const cursor = await findCursor();
    const [one] = [await answerTask(), await answerTask()];
    const { events } = await readEvents(`${gateway.url}/api/events?task_id=${one}`, {
      cursor,
      isEnough: (all) => all.length >= 3,
    });
    expect(events.map(({ event, data }) => [event, data['task_id']])).toEqual(
      LIFE.map((type) => [type, one]),
    );
  });

  test('invariant 10: tells nothing of another owner', async () => {
    const theirs = await startTestGateway(stores);
    const ids: TaskId[] = [];
    const work = async (): Promise<void> => {
      await answerTask();
      ids.push(await answerTask(theirs));
    };
    const { events } = await readWhile(work, taskEvents(3), '', theirs);
    expect(tasksOnly(events).map(({ data }) => data['task_id'])).toEqual([ids[0], ids[0], ids[0]]);
  });

  test('tells how far a batch is, and what becomes of its tasks alone', SLOW, async () => {
    const cursor = await findCursor();
    const response = await fetch(`${gateway.url}/api/batches`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ lines: ['one', 'two', 'three'], concurrency: 2 }),
    });
    const { batch_id: batchId } = (await response.json()) as { batch_id: string };
    await answerTask();
    const { events } = await readEvents(`${gateway.url}/api/events?batch_id=${batchId}`, {
      cursor,
      isEnough: (all) =>
        taskEvents(2)(all) &&
        all.some(({ data }) => (data['progress'] as Progress | undefined)?.running === 2),
    });
    expect(tasksOnly(events).map(({ event, data }) => [event, data['batch_id']])).toEqual([
      ['task_created', batchId],
      ['task_created', batchId],
    ]);
    const figures = events.filter(({ event }) => event === 'batch_progress');
    expect(figures.at(-1)).toMatchObject({
      data: { batch_id: batchId, status: 'running', progress: { total: 3, running: 2 } },
    });
  });

  test.each([
    ['a cursor that is none', '?after=x', 'invalid_cursor', 400],
    ['a cursor twice', '?after=a-0&after=a-0', 'invalid_cursor', 400],
    ['an unknown type', '?types=task_created,other', 'validation', 422],
    ['a name that is none', '?task_id=x', 'validation', 422],
  ])('refuses %s', async (_name, query, code, status) => {
    const response = await fetch(`${gateway.url}/api/events${query}`);
    expect([response.status, await response.json()]).toMatchObject([status, { code }]);
  });
});

describe('a reader that comes back', () => {
  test('gets what it missed, from any gateway, wherever it was cut', SLOW, async () => {
    const other = await startTestGateway(stores, { OWNER: gateway.owner });
    const gateways = [gateway, other];
    let cursor = await findCursor();
    const working = Promise.all(Array.from({ length: 12 }, () => answerTask()));
    const events: ReadEvent[] = [];
    for (let turn = 0; events.length < 36; turn += 1) {
      const reading = await readEvents(`${gateways[turn % 2]?.url}/api/events?types=${LIFE.join(',')}`, {
        cursor,
        isEnough: taskEvents(Math.min(1 + (turn % 5), 36 - events.length)),
      });
      ({ cursor } = reading);
      events.push(...reading.events);
    }
    for (const taskId of await working) {
      const life = events.filter(({ data }) => data['task_id'] === taskId).map(({ event }) => event);
      expect(life).toEqual(LIFE);
    }
    expect(new Set(events.map(({ id }) => id)).size).toBe(36);
  });

  test('gets them once though its connections break in the middle', SLOW, async () => {
    const proxy = await startFaultProxy(gateway.url);
    const url = `${proxy.url}/api/events?types=${LIFE.join(',')}`;
    let cursor = await findCursor();
    const working = Promise.all(Array.from({ length: 10 }, () => answerTask()));
    const events: ReadEvent[] = [];
    while (events.length < 30) {
      const before = events.length;
      const reading = await readEvents(url, {
        cursor,
        isEnough: (all) => {
          if (all.length > 3 && before < 20) proxy.cut();
          return all.length >= 30 - before;
        },
      }).finally(proxy.mend);
      ({ cursor } = reading);
      events.push(...reading.events);
    }
    for (const taskId of await working) {
      const life = events.filter(({ data }) => data['task_id'] === taskId).map(({ event }) => event);
      expect(life).toEqual(LIFE);
    }
    proxy.close();
  });

  test('is told its cursor though nothing concerns it, so that it does not grow old', SLOW, async () => {
    const theirs = await startTestGateway(stores);
    const first = await findCursor(theirs);
    const url = `${theirs.url}/api/events?types=task_created`;
    await answerTask();
    const { cursor } = await readEvents(url, { cursor: first, isEnough: (_all, at) => at !== first });
    await redis.xtrim(eventsKey(0), 'MAXLEN', 1);
    const taskId = await answerTask(theirs);
    const { events } = await readEvents(url, { cursor, isEnough: (all) => all.length > 0 });
    expect(events).toMatchObject([{ event: 'task_created', data: { task_id: taskId } }]);
  });

  test.each([
    ['was trimmed', () => redis.xtrim(eventsKey(0), 'MAXLEN', 1)],
    ['Redis lost', () => redis.del(eventsKey(0))],
  ])('is told to read its lists again when what it missed %s', async (_name, lose) => {
    const cursor = await findCursor();
    await answerTask();
    await lose();
    const reading = await readEvents(`${gateway.url}/api/events?types=task_created`, {
      cursor,
      isEnough: (all) => all.length > 0,
    });
    expect(reading.events).toMatchObject([{ event: 'reset', data: { type: 'reset' } }]);

    const taskId = await answerTask();
    const { events } = await readEvents(`${gateway.url}/api/events?types=task_created`, {
      cursor: reading.cursor,
      isEnough: (all) => all.length > 0,
    });
    expect(events).toMatchObject([{ event: 'task_created', data: { task_id: taskId } }]);
  });

  test('is told the same when there are more partitions now', async () => {
    const cursor = await findCursor();
    const more = await startTestGateway(stores, { OWNER: gateway.owner, PARTITIONS: '3' });
    const { events } = await readEvents(`${more.url}/api/events?types=task_created`, {
      cursor,
      isEnough: (all) => all.length > 0,
    });
    expect(events).toMatchObject([{ event: 'reset' }]);
  });
});

describe('a reader that stays', () => {
  test('is told to read its lists again when Redis loses its data meanwhile', SLOW, async () => {
    let lost: Promise<unknown> = Promise.resolve();
    const { events } = await readEvents(`${gateway.url}/api/events?types=task_created`, {
      onOpen: () => {
        lost = answerTask().then(() => redis.flushdb());
      },
      isEnough: (all) => all.at(-1)?.event === 'reset',
    });
    await lost;
    expect(events.at(-1)).toMatchObject({ event: 'reset' });
  });

  test('gets all events of all partitions', SLOW, async () => {
    const wide = await startTestGateway(stores, { PARTITIONS: '4' });
    const ids: TaskId[] = [];
    const { events } = await readWhile(
      async () => {
        for (let i = 0; i < 12; i += 1) ids.push(await answerTask(wide));
      },
      taskEvents(36),
      '',
      wide,
    );
    expect(new Set(ids.map((id) => id.slice(0, 2))).size).toBeGreaterThan(1);
    for (const taskId of ids) {
      const life = tasksOnly(events).filter(({ data }) => data['task_id'] === taskId);
      expect(life.map(({ event }) => event)).toEqual(LIFE);
    }
  });

  test('outlasts an outage of Redis', SLOW, async () => {
    const proxy = await startFaultProxy(stores.redisUrl());
    const far = await startTestGateway(stores, { REDIS_URL: proxy.url });
    const near = await startTestGateway(stores, { OWNER: far.owner });
    const ids: TaskId[] = [];
    const work = async (): Promise<void> => {
      ids.push(await answerTask(near));
      proxy.cut();
      ids.push(await answerTask(near));
      proxy.mend();
      ids.push(await answerTask(near));
    };
    const { events } = await readWhile(work, taskEvents(9), '', far);
    const told = tasksOnly(events).map(({ event, data }) => [event, data['task_id']]);
    expect(told).toEqual(ids.flatMap((id) => LIFE.map((type) => [type, id])));
    proxy.close();
  });

  test('shares one subscription with all others, and counts as a stream', SLOW, async () => {
    const few = await startTestGateway(stores, { READERS_MAX: '20' });
    const readings = Array.from({ length: 20 }, () =>
      readEvents(`${few.url}/api/events`, { isEnough: taskEvents(3) }),
    );
    await eventually(
      async () => few.countStreams(),
      (count) => count === 20,
    );
    const channel = eventsKey(0);
    const [, subscribers] = (await redis.call('PUBSUB', 'SHARDNUMSUB', channel)) as [string, number];
    expect(subscribers).toBe(1);
    expect((await fetch(`${few.url}/api/events`)).status).toBe(503);
    await answerTask(few);
    const told = (await Promise.all(readings)).map(({ events }) => JSON.stringify(tasksOnly(events)));
    expect(new Set(told).size).toBe(1);
  });
});
