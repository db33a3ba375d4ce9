import type { WorkflowReply } from '@continuo/shared/protocol/workflow-api';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStoreProxy } from '../support/store-proxy.ts';
import { STACK_START_MS, startTestStack, type TestStack } from '../support/test-stack.ts';
import { launchBrowser, openChat, type ChatPage } from './support/chat-page.ts';
import {
  expectCalls,
  expectNothingTakenBack,
  expectWholeAnswer,
  MIDDLE_SEQ,
  MODEL,
} from './support/expect-answer.ts';
import { LATE_TEXT, openWayOfLateWriter } from './support/late-writer.ts';

/** Nothing is lost, whatever happens to the page, the line or the processes. */

/** How far the note in the margin is from the block before which it stands. */
const SEAM_FROM_TEXT_PX = `(() => {
  const seam = document.querySelector('[data-testid=seam]');
  return Math.abs(seam.getBoundingClientRect().top - seam.nextElementSibling.getBoundingClientRect().top);
})()`;
const LONG_MODEL = 'sim-writer@tps=100,tokens=600';

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

function kill(...services: ('gateway' | 'generator')[]): void {
  const pids = services.map((service) => stack.process(service).pid);
  for (const pid of pids) process.kill(pid, 'SIGKILL');
}

async function readAttempts(taskId: string): Promise<WorkflowReply['attempts']> {
  const response = await fetch(`${stack.url}/api/workflows/${taskId}/status`);
  return ((await response.json()) as WorkflowReply).attempts;
}

test('check 1: an answer of 600 tokens is read to its end, labelled as new and as the simulator’s', async () => {
  const prompt = 'What is read to its end?';
  const chat = await askOn(stack.url, prompt, LONG_MODEL);
  await chat.waitForStatus('complete');
  await expectWholeAnswer(stack, chat, prompt, LONG_MODEL);
  expect(await chat.page.getByTestId('simulator').isVisible()).toBe(true);
  expect(await chat.page.getByTestId('fresh').isVisible()).toBe(true);
  expect(await chat.page.title()).toContain(prompt);
  expectNothingTakenBack(await chat.readRecord());
  await expectCalls(stack, prompt, 1);
});

test('check 2: a reload in the middle of an answer goes on at the same place', async () => {
  const prompt = 'What survives a reload?';
  const chat = await askOn(stack.url, prompt);
  await chat.waitForSeq(MIDDLE_SEQ);
  const { seqs, lengths } = await chat.readRecord();
  const requestsBefore = chat.streamRequests.length;
  await chat.page.reload();
  await chat.waitForStatus('complete');

  expectNothingTakenBack(await chat.readRecord(), seqs.at(-1), lengths.at(-1));
  const headers = await chat.streamRequests[requestsBefore]?.allHeaders();
  expect(headers?.['last-event-id']).toMatch(/^[1-9]\d*-0$/);
  await expectWholeAnswer(stack, chat, prompt);
  await expectCalls(stack, prompt, 1);
});

test('check 3: the page may be reloaded five times in one answer', async () => {
  const prompt = 'What survives five reloads?';
  const chat = await askOn(stack.url, prompt, LONG_MODEL);
  for (const seq of [40, 130, 170, 300, 390]) {
    await chat.waitForSeq(seq);
    await chat.page.reload();
  }
  await chat.waitForStatus('complete');
  await expectWholeAnswer(stack, chat, prompt, LONG_MODEL);
  await expectCalls(stack, prompt, 1);
});

test('check 4: a connection that is cut is made again, and the text goes on', async () => {
  const proxy = await openStoreProxy(stack.url);
  const prompt = 'What survives a cut?';
  const chat = await askOn(proxy.url, prompt);
  await chat.waitForSeq(MIDDLE_SEQ);
  proxy.cut();
  await chat.page.locator('#conn[data-state=reconnecting]').waitFor({ state: 'attached' });
  proxy.mend();
  await chat.page.locator('#conn[data-state=live]').waitFor({ state: 'attached' });
  await chat.waitForStatus('complete');
  await expectWholeAnswer(stack, chat, prompt);
  const record = await chat.readRecord();
  expectNothingTakenBack(record);
  expect(record.bars).not.toEqual([]);
  await expectCalls(stack, prompt, 1);
});

test('check 5: a connection that is back at once is not mentioned', async () => {
  const proxy = await openStoreProxy(stack.url);
  const prompt = 'What is too short to mention?';
  const chat = await askOn(proxy.url, prompt);
  await chat.waitForSeq(MIDDLE_SEQ);
  proxy.cut();
  proxy.mend();
  await chat.waitForStatus('complete');
  await expectWholeAnswer(stack, chat, prompt);
  expect((await chat.readCounters())['reconnects']).toBeGreaterThanOrEqual(1);
  const record = await chat.readRecord();
  expect(record.bars).toEqual([]);
  expectNothingTakenBack(record);
});

test('check 9: the generator is killed: another attempt takes over, and the page says so', async () => {
  const prompt = 'What survives the generator?';
  const chat = await askOn(stack.url, prompt);
  await chat.waitForSeq(MIDDLE_SEQ);
  kill('generator');
  await chat.page.locator('[data-testid=answer][data-attempt="2"]').waitFor();
  await chat.waitForStatus('complete');
  expect(await chat.page.getByTestId('seam').textContent()).toContain('attempt');
  // Beside the text that it is about, however far that has scrolled.
  expect(await chat.page.evaluate(SEAM_FROM_TEXT_PX)).toBeLessThan(60);
  await expectWholeAnswer(stack, chat, prompt);
  expectNothingTakenBack(await chat.readRecord());
  const attempts = await readAttempts(await chat.taskId());
  expect(attempts.map(({ end_reason }) => end_reason)).toEqual(['worker_lost', 'completed']);
  await chat.page.reload();
  expect(await chat.page.getByTestId('seam').count()).toBe(1);
});

test('check 13: what a holder sends that was given up is not shown', async () => {
  const prompt = 'What is written too late?';
  const chat = await askOn(await openWayOfLateWriter(stack.url), prompt);
  await chat.waitForSeq(MIDDLE_SEQ);
  kill('generator');
  await chat.waitForStatus('complete');
  const copied = await chat.copyAnswer();
  expect(copied).not.toContain(LATE_TEXT);
  const { fenced, ...others } = await chat.readCounters();
  expect(fenced).toBeGreaterThanOrEqual(1);
  expect(others).toMatchObject({ dupes: 0, gaps: 0, mismatches: 0 });
  expectNothingTakenBack(await chat.readRecord());
});

test('the generator and the gateway are killed together, and nothing of the answer is lost', async () => {
  const prompt = 'What survives both?';
  const chat = await askOn(stack.url, prompt);
  await chat.waitForSeq(MIDDLE_SEQ);
  kill('generator', 'gateway');
  await chat.page.locator('[data-testid=answer][data-attempt="2"]').waitFor();
  await chat.waitForStatus('complete');
  await expectWholeAnswer(stack, chat, prompt);
  expect((await chat.readCounters())['reconnects']).toBeGreaterThanOrEqual(1);
  expectNothingTakenBack(await chat.readRecord());
  const attempts = await readAttempts(await chat.taskId());
  expect(attempts.map(({ end_reason }) => end_reason)).toEqual(['worker_lost', 'completed']);
});
