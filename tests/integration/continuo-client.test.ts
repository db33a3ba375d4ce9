import type { EventData } from '@continuo/shared/protocol/event-api';
import { isTaskId } from '@continuo/shared/protocol/task-id';
import { taskKey } from '@continuo/shared/redis/keys';
import { expectedAnswer } from '@continuo/simulator/model-name';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generate, oneTo } from '../support/api.ts';
import { openBothLogs, type BothLogs } from '../support/both-logs.ts';
import { openTab, readAnswer, type ClientTab, type ReadAnswer } from '../support/client-tab.ts';
import { eventually } from '../support/eventually.ts';
import { openStoreProxy } from '../support/store-proxy.ts';
import { STACK_START_MS, startTestStack, type TestStack } from '../support/test-stack.ts';

/** The client library against the real service, over a way that fails. */

const MODEL = 'sim-writer@tps=400,tokens=500';
/** Entries after which something happens. A busy machine puts an answer into few of them. */
const MIDDLE_SEQ = 30;
const HEARTBEAT_MS = 200;
const CLEAN = { dupes: 0, gaps: 0, mismatches: 0, fenced: 0 };

let stack: TestStack;
let logs: BothLogs;

beforeAll(async () => {
  stack = await startTestStack({ env: { HEARTBEAT_MS: String(HEARTBEAT_MS) } });
  logs = openBothLogs(stack);
}, STACK_START_MS);

afterAll(async () => {
  await logs?.close();
  await stack?.dispose();
});

async function ask(prompt: string): Promise<string> {
  const { task_id } = await generate(stack.url, { prompt, model: MODEL });
  return task_id;
}

async function expectWhole(client: ClientTab, answer: ReadAnswer, prompt: string): Promise<void> {
  expect(await answer.end).toBe('finished');
  expect(answer.text()).toBe(expectedAnswer(MODEL, prompt).text);
  expect(answer.seqs).toEqual(oneTo(answer.seqs.length));
  expect(client.describe()).toMatchObject(CLEAN);
}

describe('a reader of a task', () => {
  test('goes on behind its last entry after a connection that was cut', async () => {
    const proxy = await openStoreProxy(stack.url);
    const client = openTab(proxy.url);
    const prompt = 'What survives a cut?';
    const answer = readAnswer(client, await ask(prompt));
    await answer.until(MIDDLE_SEQ);
    proxy.cut();
    proxy.mend();
    await expectWhole(client, answer, prompt);
    expect(client.describe().reconnects).toBeGreaterThan(0);
  });

  test('leaves a connection that is open and silent', async () => {
    const proxy = await openStoreProxy(stack.url);
    const client = openTab(proxy.url, { heartbeatMs: HEARTBEAT_MS });
    const prompt = 'What survives silence?';
    const answer = readAnswer(client, await ask(prompt));
    await answer.until(MIDDLE_SEQ);
    proxy.silence();
    await eventually(
      async () => client.describe().reconnects,
      (count) => count > 0,
    );
    proxy.mend();
    await expectWhole(client, answer, prompt);
  });

  test('waits for a gateway that was killed', async () => {
    const client = openTab(stack.url);
    const prompt = 'What survives the gateway?';
    const answer = readAnswer(client, await ask(prompt));
    await answer.until(MIDDLE_SEQ);
    const gateway = stack.processes().find(({ service }) => service === 'gateway');
    process.kill(gateway?.pid ?? 0, 'SIGKILL');
    await expectWhole(client, answer, prompt);
    expect(client.describe().reconnects).toBeGreaterThan(0);
  });

  test('gets what follows the cursor that it brings, and nothing else', async () => {
    const client = openTab(stack.url);
    const taskId = await ask('What follows a cursor?');
    await readAnswer(openTab(stack.url), taskId).until(MIDDLE_SEQ);
    const answer = readAnswer(client, taskId, { seq: MIDDLE_SEQ, incarnation: 0 });
    expect(await answer.end).toBe('finished');
    expect(answer.seqs[0]).toBe(MIDDLE_SEQ + 1);
    expect(client.describe()).toMatchObject(CLEAN);
  });

  test('begins anew when the log was rebuilt without what it had read', async () => {
    const client = openTab(stack.url);
    const prompt = 'What is rebuilt?';
    const taskId = await ask(prompt);
    await readAnswer(client, taskId).end;
    if (!isTaskId(taskId)) throw new Error(`not a task id: ${taskId}`);
    await logs.redis.hset(taskKey(taskId), 'incarnation', 1);
    const answer = readAnswer(client, taskId, { seq: 5_000, incarnation: 0 });
    await expectWhole(client, answer, prompt);
    expect(answer.resets).toBe(1);
  });

  test('ends when there is no such task', async () => {
    const client = openTab(stack.url);
    expect(await readAnswer(client, 't0_019aa0c25f3e7d1cb0a1c2d3e4f50617').end).toBe('gone');
  });

  test('holds nothing while the page is away, and goes on when it is back', async () => {
    const client = openTab(stack.url);
    const prompt = 'What survives the back button?';
    const answer = readAnswer(client, await ask(prompt));
    await answer.until(MIDDLE_SEQ);
    client.page.set('away');
    expect(client.describe().streams).toBe(0);
    client.page.set('visible');
    await expectWhole(client, answer, prompt);
  });
});

describe('the events of all tasks', () => {
  const LIFE = ['task_created', 'task_started', 'task_finished'];

  function listen(client: ClientTab) {
    const events: EventData[] = [];
    let resets = 0;
    const began = Promise.withResolvers<void>();
    client.events.subscribe({
      types: ['task_created', 'task_started', 'task_finished'],
      onEvent: (event) => events.push(event),
      onReset: () => {
        resets += 1;
        began.resolve();
      },
    });
    return { events, began: began.promise, countResets: () => resets };
  }

  function lifeOf(events: readonly EventData[], taskId: string): string[] {
    return events.filter((event) => 'task_id' in event && event.task_id === taskId).map(({ type }) => type);
  }

  test('begin with a reset, and tell each event once, also those of while the line was cut', async () => {
    const proxy = await openStoreProxy(stack.url);
    const client = openTab(proxy.url);
    const heard = listen(client);
    await heard.began;
    const before = await ask('Told before the cut?');
    await readAnswer(client, before).end;
    proxy.cut();
    const during = await ask('Told during the cut?');
    await readAnswer(openTab(stack.url), during).end;
    proxy.mend();
    await eventually(
      async () => lifeOf(heard.events, during),
      (life) => life.length >= LIFE.length,
    );
    expect(lifeOf(heard.events, before)).toEqual(LIFE);
    expect(lifeOf(heard.events, during)).toEqual(LIFE);
    expect(heard.countResets()).toBe(1);
  });

  test('come to every subscriber over one connection', async () => {
    const client = openTab(stack.url);
    const heard = [listen(client), listen(client), listen(client)];
    await Promise.all(heard.map(({ began }) => began));
    expect(client.describe().streams).toBe(1);
    const taskId = await ask('Who hears of it?');
    for (const { events } of heard) {
      await eventually(
        async () => lifeOf(events, taskId),
        (life) => life.length >= LIFE.length,
      );
      expect(lifeOf(events, taskId)).toEqual(LIFE);
    }
  });
});
