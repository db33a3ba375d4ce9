import { randomUUID } from 'node:crypto';
import type { EventData } from '@continuo/shared/protocol/event-api';
import { expectedAnswer } from '@continuo/simulator/model-name';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generate, oneTo } from '../support/api.ts';
import { openTab, readAnswer, type ClientTab, type ReadAnswer } from '../support/client-tab.ts';
import { eventually } from '../support/eventually.ts';
import { STACK_START_MS, startTestStack, type TestStack } from '../support/test-stack.ts';

/** Several clients that share their streams as tabs of one browser do, by real locks and channels. */

const MODEL = 'sim-writer@tps=200,tokens=500';
const SOME = 30;
const CLEAN = { dupes: 0, gaps: 0, mismatches: 0, fenced: 0 };

let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack();
}, STACK_START_MS);

afterAll(() => stack?.dispose());

async function ask(prompt: string): Promise<string> {
  return (await generate(stack.url, { prompt, model: MODEL })).task_id;
}

function openTabs(count: number, heartbeatMs = 10_000): ClientTab[] {
  const browser = randomUUID();
  return Array.from({ length: count }, () => openTab(stack.url, { browser, heartbeatMs }));
}

async function findLeader(tabs: readonly ClientTab[]): Promise<ClientTab> {
  const [leader] = await eventually(
    async () => tabs.filter((tab) => tab.describe().isLeader),
    (leaders) => leaders.length === 1,
  );
  if (!leader) throw new Error('no tab leads');
  return leader;
}

async function expectWhole(tab: ClientTab, answer: ReadAnswer, prompt: string): Promise<void> {
  expect(await answer.end).toBe('finished');
  expect(answer.text()).toBe(expectedAnswer(MODEL, prompt).text);
  expect(answer.seqs).toEqual(oneTo(answer.seqs.length));
  expect(tab.describe()).toMatchObject(CLEAN);
}

/** Each tab reads an answer of its own. */
async function readOneEach(tabs: readonly ClientTab[], about: string) {
  const prompts = tabs.map((_, i) => `${about} ${i}`);
  const taskIds = await Promise.all(prompts.map(ask));
  const answers = tabs.map((tab, i) => readAnswer(tab, taskIds[i] ?? ''));
  const expectAll = async (those = tabs): Promise<void> => {
    for (const [i, answer] of answers.entries()) {
      const tab = tabs[i];
      if (tab && those.includes(tab)) await expectWhole(tab, answer, prompts[i] ?? '');
    }
  };
  return { answers, expectAll };
}

describe('tabs of one browser', () => {
  test('read more answers than there are places, in turns, over at most four connections', async () => {
    const tabs = openTabs(6);
    const stop = tabs[0]?.events.subscribe({ onEvent: () => undefined, onReset: () => undefined });
    const { answers, expectAll } = await readOneEach(tabs, 'What do six tabs read?');
    await Promise.all(answers.map(({ until }) => until(SOME)));
    const streams = tabs.map((tab) => tab.describe().streams);
    expect(streams.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(4);
    expect(streams.filter((count) => count > 0)).toHaveLength(1);
    await expectAll();
    stop?.();
  });

  test('go on when the one that leads is closed', async () => {
    const tabs = openTabs(3);
    const { answers, expectAll } = await readOneEach(tabs, 'What survives the leader?');
    await Promise.all(answers.map(({ until }) => until(SOME)));
    const leader = await findLeader(tabs);
    leader.close();
    const others = tabs.filter((tab) => tab !== leader);
    await findLeader(others);
    await expectAll(others);
  });

  test('are led by one that is seen', async () => {
    const tabs = openTabs(3);
    const { answers, expectAll } = await readOneEach(tabs, 'Who is seen?');
    await Promise.all(answers.map(({ until }) => until(SOME)));
    const hidden = await findLeader(tabs);
    hidden.page.set('hidden');
    await eventually(
      async () => tabs.filter((tab) => tab.describe().isLeader),
      ([leader, ...more]) => leader !== undefined && leader !== hidden && more.length === 0,
    );
    await expectAll();
  });

  test('replace a leader that holds the lock and says nothing', async () => {
    const browser = randomUUID();
    const frozen = Promise.withResolvers<void>();
    const held = navigator.locks.request(`${browser}:lead`, () => frozen.promise).catch(() => 'stolen');
    const tab = openTab(stack.url, { browser });
    const prompt = 'Who answers for a frozen tab?';
    await expectWhole(tab, readAnswer(tab, await ask(prompt)), prompt);
    expect(await held).toBe('stolen');
    frozen.resolve();
  });

  test('share one stream of a task, each from where it stands', async () => {
    const [first, second] = openTabs(2);
    if (!first || !second) throw new Error('two tabs are missing');
    const prompt = 'What do two tabs read from two places?';
    const taskId = await ask(prompt);
    const early = readAnswer(first, taskId);
    await early.until(SOME * 2);
    const late = readAnswer(second, taskId);
    const later = readAnswer(second, taskId, { seq: SOME, incarnation: 0 });
    await later.until(SOME + 1);
    expect(first.describe().streams + second.describe().streams).toBe(1);
    await Promise.all([expectWhole(first, early, prompt), expectWhole(second, late, prompt)]);
    expect(await later.end).toBe('finished');
    expect(later.seqs).toEqual(early.seqs.slice(SOME));
  });

  test('forget a tab that is gone, and what it wanted', async () => {
    const tabs = openTabs(2);
    const { answers } = await readOneEach(tabs, 'Who is forgotten?');
    await Promise.all(answers.map(({ until }) => until(SOME)));
    const leader = await findLeader(tabs);
    tabs.find((tab) => tab !== leader)?.close();
    const left = await eventually(
      async () => leader.describe().streams,
      (count) => count < 2,
    );
    expect(left).toBe(1);
  });
});

describe('the events of all tasks in several tabs', () => {
  const LIFE = ['task_created', 'task_started', 'task_finished'] as const;

  test('reach each tab once, before and after the one that leads is closed', async () => {
    const tabs = openTabs(3);
    const heard = tabs.map((tab) => {
      const events: EventData[] = [];
      const began = Promise.withResolvers<void>();
      tab.events.subscribe({ types: LIFE, onEvent: (event) => events.push(event), onReset: began.resolve });
      return { tab, events, began: began.promise };
    });
    await Promise.all(heard.map(({ began }) => began));
    const leader = await findLeader(tabs);
    const others = heard.filter(({ tab }) => tab !== leader);

    const before = await ask('Told by the first leader?');
    for (const { events } of heard) await untilFinished(events, before);
    leader.close();
    const after = await ask('Told by the second?');
    for (const { events } of others) await untilFinished(events, after);
    for (const { events } of others) {
      for (const taskId of [before, after]) expect(lifeOf(events, taskId)).toEqual(LIFE);
    }
  });

  function lifeOf(events: readonly EventData[], taskId: string): string[] {
    return events.filter((event) => 'task_id' in event && event.task_id === taskId).map(({ type }) => type);
  }

  async function untilFinished(events: readonly EventData[], taskId: string): Promise<void> {
    await eventually(
      async () => lifeOf(events, taskId),
      (life) => life.includes('task_finished'),
    );
  }
});
