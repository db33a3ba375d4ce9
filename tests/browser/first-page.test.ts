import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getResult } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { openStoreProxy } from '../support/store-proxy.ts';
import { STACK_START_MS, startTestStack, type TestStack } from '../support/test-stack.ts';
import { launchBrowser, openChat, type ChatPage } from './support/chat-page.ts';
import {
  expectCalls,
  expectNoFaults,
  expectNothingTakenBack,
  expectWholeAnswer,
  MIDDLE_SEQ,
  MODEL,
} from './support/expect-answer.ts';

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

test('the same question again is answered from the cache and says so', async () => {
  const first = await askOn(stack.url, 'What is asked twice?');
  await first.waitForStatus('complete');
  const second = await askOn(stack.url, 'What is asked twice?');
  await second.waitForStatus('cached');
  expect(await second.page.getByTestId('cached').isVisible()).toBe(true);
  await expectWholeAnswer(stack, second, 'What is asked twice?');
  await expectCalls(stack, 'What is asked twice?', 1);
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
    await expectWholeAnswer(stack, chat, prompt);
    expect(await chat.page.getByTestId('prompt').count()).toBe(1);
    await expectCalls(stack, prompt, 1);
  });
});

describe('a process that is killed in the middle of an answer', () => {
  test('the gateway: the text goes on', async () => {
    const prompt = 'What survives the gateway?';
    const chat = await askOn(stack.url, prompt);
    await chat.waitForSeq(MIDDLE_SEQ);
    process.kill(stack.process('gateway').pid, 'SIGKILL');
    await chat.waitForStatus('complete');
    await expectWholeAnswer(stack, chat, prompt);
    expectNothingTakenBack(await chat.readRecord());
    expect((await chat.readCounters())['reconnects']).toBeGreaterThanOrEqual(1);
    await expectCalls(stack, prompt, 1);
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
  expect(await chat.page.getByTestId('failure').textContent()).toContain('Retry');
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
  await expectWholeAnswer(stack, chat, 'What was first?');
});
