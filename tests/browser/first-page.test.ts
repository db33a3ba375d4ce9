import { expectedAnswer } from '@continuo/simulator/model-name';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getResult } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { openStoreProxy } from '../support/store-proxy.ts';
import { STACK_START_MS, startTestStack, type TestStack } from '../support/test-stack.ts';
import { launchBrowser, openChat, type ChatPage, type PageRecord } from './support/chat-page.ts';

/** Four seconds of an answer. */
const MODEL = 'sim-writer@tps=100,tokens=400';
/** Entries after which something happens to an answer: well inside it. */
const MIDDLE_SEQ = 150;
/** The longest marks that Markdown has in a line, at both ends. */
const MARK_CHARS_MAX = 6;

let stack: TestStack;
let browser: Browser;

beforeAll(async () => {
  stack = await startTestStack();
  browser = await launchBrowser();
}, STACK_START_MS);

afterAll(async () => {
  await browser?.close();
  await stack?.dispose();
});

async function askOn(url: string, prompt: string, model = MODEL): Promise<ChatPage> {
  const chat = await openChat(browser, url);
  await chat.chooseModel(model);
  await chat.ask(prompt);
  return chat;
}

/** The answer on the page is the one the service has, byte for byte, and nothing was repeated or lost on the way. */
async function expectWholeAnswer(chat: ChatPage, prompt: string, model = MODEL): Promise<void> {
  const copied = await chat.copyAnswer();
  expect(copied).toBe(expectedAnswer(model, prompt).text);
  expect(copied).toBe((await getResult(stack.url, await chat.taskId())).text);
  await expectNoFaults(chat);
}

async function expectNoFaults(chat: ChatPage): Promise<void> {
  expect(await chat.readCounters()).toMatchObject({ dupes: 0, gaps: 0, mismatches: 0, fenced: 0 });
}

async function expectCalls(prompt: string, count: number): Promise<void> {
  const { calls } = await stack.simulator.readLedger({ prompt });
  expect(calls).toHaveLength(count);
}

/** Nothing that was on the page was ever taken back. A mark that turns into bold type is no text lost. */
function expectNothingTakenBack({ seqs, lengths }: PageRecord): void {
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
  const losses = lengths.map((length, at) => (lengths[at - 1] ?? 0) - length);
  expect(Math.max(...losses)).toBeLessThanOrEqual(MARK_CHARS_MAX);
}

function processId(service: 'gateway' | 'generator'): number {
  const found = stack.processes().find((process) => process.service === service);
  if (!found) throw new Error(`no ${service} runs`);
  return found.pid;
}

test('an answer is read to its end, labelled as new and as the simulator’s', async () => {
  const chat = await askOn(stack.url, 'What is read to its end?');
  await chat.waitForStatus('complete');
  await expectWholeAnswer(chat, 'What is read to its end?');
  expect(await chat.page.getByTestId('simulator').isVisible()).toBe(true);
  expect(await chat.page.getByTestId('fresh').isVisible()).toBe(true);
  expect(await chat.page.title()).toContain('What is read to its end?');
  await expectCalls('What is read to its end?', 1);
});

test('the same question again is answered from the cache and says so', async () => {
  const first = await askOn(stack.url, 'What is asked twice?');
  await first.waitForStatus('complete');
  const second = await askOn(stack.url, 'What is asked twice?');
  await second.waitForStatus('cached');
  expect(await second.page.getByTestId('cached').isVisible()).toBe(true);
  await expectWholeAnswer(second, 'What is asked twice?');
  await expectCalls('What is asked twice?', 1);
});

test('a second question carries the conversation so far', async () => {
  const chat = await askOn(stack.url, 'What comes first?');
  await chat.waitForStatus('complete');
  const answer = await chat.copyAnswer();
  await chat.ask('And what second?');
  await eventually(
    () => chat.page.getByTestId('answer').count(),
    (count) => count === 2,
  );
  await chat.waitForStatus('complete');
  const [call] = (await stack.simulator.readLedger({ prompt: 'And what second?' })).calls;
  expect(call?.messages.map(({ text }) => text)).toEqual(['What comes first?', answer, 'And what second?']);
  await chat.page.reload();
  expect(await chat.page.getByTestId('prompt').allTextContents()).toEqual([
    'What comes first?',
    'And what second?',
  ]);
});

describe('a reload in the middle of an answer', () => {
  test('goes on at the same place', async () => {
    const prompt = 'What survives a reload?';
    const chat = await askOn(stack.url, prompt);
    await chat.waitForSeq(MIDDLE_SEQ);
    const before = await chat.readRecord();
    const requestsBefore = chat.streamRequests.length;
    await chat.page.reload();
    await chat.waitForStatus('complete');

    const after = await chat.readRecord();
    expect(after.seqs[0]).toBeGreaterThanOrEqual(before.seqs.at(-1) ?? 0);
    expect(after.lengths[0]).toBeGreaterThanOrEqual((before.lengths.at(-1) ?? 0) - MARK_CHARS_MAX);
    expectNothingTakenBack(after);
    const headers = await chat.streamRequests[requestsBefore]?.allHeaders();
    expect(headers?.['last-event-id']).toMatch(/^[1-9]\d*-0$/);
    await expectWholeAnswer(chat, prompt);
    await expectCalls(prompt, 1);
  });

  test('as often as one likes', async () => {
    const prompt = 'What survives three reloads?';
    const chat = await askOn(stack.url, prompt);
    for (const seq of [60, 140, 220]) {
      await chat.waitForSeq(seq);
      await chat.page.reload();
    }
    await chat.waitForStatus('complete');
    await expectWholeAnswer(chat, prompt);
    await expectCalls(prompt, 1);
  });

  test('leaves the answer stoppable', async () => {
    const prompt = 'What is stopped after a reload?';
    const chat = await askOn(stack.url, prompt, 'sim-writer@tps=50,tokens=2000');
    await chat.waitForSeq(50);
    await chat.page.reload();
    await chat.page.getByTestId('stop').click();
    await chat.waitForStatus('stopped');
    const stopped = await chat.copyAnswer();
    expect(stopped.length).toBeGreaterThan(100);
    expect(stopped).toBe((await getResult(stack.url, await chat.taskId())).text);
    await chat.page.reload();
    await chat.waitForStatus('stopped');
    expect(await chat.copyAnswer()).toBe(stopped);
    const [call] = (await stack.simulator.readLedger({ prompt })).calls;
    expect(call?.output_tokens).toBeLessThan(2000);
    await expectNoFaults(chat);
  });

  test('keeps a message that is still being written', async () => {
    const chat = await openChat(browser, stack.url);
    await chat.page.getByTestId('composer').fill('Half a thou');
    await chat.page.reload();
    expect(await chat.page.getByTestId('composer').inputValue()).toBe('Half a thou');
  });
});

describe('a connection that breaks', () => {
  test('is made again, and the text goes on', async () => {
    const proxy = await openStoreProxy(stack.url);
    const prompt = 'What survives a cut?';
    const chat = await askOn(proxy.url, prompt);
    await chat.waitForSeq(MIDDLE_SEQ);
    proxy.cut();
    await chat.page.locator('#conn[data-state=reconnecting]').waitFor({ state: 'attached' });
    proxy.mend();
    await chat.page.locator('#conn[data-state=live]').waitFor({ state: 'attached' });
    await chat.waitForStatus('complete');
    await expectWholeAnswer(chat, prompt);
    expectNothingTakenBack(await chat.readRecord());
    await expectCalls(prompt, 1);
  });

  test('is not mentioned when it is back at once', async () => {
    const proxy = await openStoreProxy(stack.url);
    const prompt = 'What is too short to mention?';
    const chat = await askOn(proxy.url, prompt);
    await chat.waitForSeq(MIDDLE_SEQ);
    proxy.cut();
    proxy.mend();
    await chat.waitForStatus('complete');
    await expectWholeAnswer(chat, prompt);
    expect((await chat.readCounters())['reconnects']).toBeGreaterThanOrEqual(1);
    expect((await chat.readRecord()).states).not.toContain('reconnecting');
  });

  test('does not lose a message, and sends it once', async () => {
    const proxy = await openStoreProxy(stack.url);
    const prompt = 'What is sent once?';
    const chat = await openChat(browser, proxy.url);
    await chat.chooseModel(MODEL);
    proxy.cut();
    await chat.ask(prompt);
    await chat.page.locator('#conn[data-state=reconnecting]').waitFor({ state: 'attached' });
    proxy.mend();
    await chat.waitForStatus('complete');
    await expectWholeAnswer(chat, prompt);
    expect(await chat.page.getByTestId('prompt').count()).toBe(1);
    await expectCalls(prompt, 1);
  });
});

describe('a process that is killed in the middle of an answer', () => {
  test('the gateway: the text goes on', async () => {
    const prompt = 'What survives the gateway?';
    const chat = await askOn(stack.url, prompt);
    await chat.waitForSeq(MIDDLE_SEQ);
    const pid = processId('gateway');
    process.kill(pid, 'SIGKILL');
    await chat.waitForStatus('complete');
    await expectWholeAnswer(chat, prompt);
    expectNothingTakenBack(await chat.readRecord());
    expect((await chat.readCounters())['reconnects']).toBeGreaterThanOrEqual(1);
    await expectCalls(prompt, 1);
  });

  test('the generator: another attempt takes over, and the page says so', async () => {
    const prompt = 'What survives the generator?';
    const chat = await askOn(stack.url, prompt);
    await chat.waitForSeq(MIDDLE_SEQ);
    process.kill(processId('generator'), 'SIGKILL');
    await chat.page.locator('[data-testid=answer][data-attempt="2"]').waitFor();
    await chat.waitForStatus('complete');
    expect(await chat.page.getByTestId('seam').textContent()).toContain('attempt');
    await expectWholeAnswer(chat, prompt);
    await chat.page.reload();
    expect(await chat.page.getByTestId('seam').count()).toBe(1);
  });
});

test('an answer that fails keeps its text, with the reason below it', async () => {
  const prompt = 'What fails?';
  const { simulator } = stack;
  await simulator.addPlan({ match: { prompt }, plan: { fault: 'error:100:insufficient_quota' } });
  await simulator.addPlan({ match: { prompt }, times: 9, plan: { fault: 'quota' } });
  const chat = await askOn(stack.url, prompt);
  await chat.waitForStatus('failed');
  const copied = await chat.copyAnswer();
  expect(copied.length).toBeGreaterThan(100);
  expect(copied).toBe((await getResult(stack.url, await chat.taskId())).text);
  expect(await chat.page.getByTestId('failure').textContent()).toContain('Try again');
});

test('back and forward lead through the conversations', async () => {
  const chat = await askOn(stack.url, 'What was first?');
  await chat.waitForSeq(20);
  await chat.page.getByTestId('new-chat').click();
  await chat.ask('What was next?');
  await chat.waitForStatus('complete');
  await chat.page.goBack();
  await chat.page.goBack();
  await chat.waitForStatus('complete');
  await expectWholeAnswer(chat, 'What was first?');
});
