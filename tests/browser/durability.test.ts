import { expect, test } from 'vitest';
import { getWorkflow } from '../support/api.ts';
import { openStoreProxy } from '../support/store-proxy.ts';
import type { ChatPage } from './support/drive-chat.ts';
import { expectCalls, expectNothingTakenBack, expectWholeAnswer } from './support/expect-answer.ts';
import { HELD, letGo, waitUntilHeld } from './support/hold-answer.ts';
import { LATE_TEXT, openWayOfLateWriter } from './support/late-writer.ts';
import { useApp } from './support/use-app.ts';

/** Nothing is lost, whatever happens to the page, the line or the processes. */

/** How far the note in the margin is from the block before which it stands. */
const SEAM_FROM_TEXT_PX = `(() => {
  const seam = document.querySelector('[data-testid=seam]');
  return Math.abs(seam.getBoundingClientRect().top - seam.nextElementSibling.getBoundingClientRect().top);
})()`;
const LONG_MODEL = 'sim-writer@tps=100,tokens=600';

const app = useApp();

/** A chat with the first half of an answer. */
async function askHalf(prompt: string, url = app.url): Promise<ChatPage> {
  const chat = await app.ask(prompt, HELD, url);
  await waitUntilHeld(app, chat, prompt);
  return chat;
}

async function expectWhole(chat: ChatPage, prompt: string): Promise<void> {
  await chat.waitForStatus('complete');
  await expectWholeAnswer(app.stack, chat, prompt, HELD);
}

function kill(...services: ('gateway' | 'generator')[]): void {
  const pids = services.map((service) => app.stack.process(service).pid);
  for (const pid of pids) process.kill(pid, 'SIGKILL');
}

async function expectTakeover(chat: ChatPage): Promise<void> {
  const { attempts } = await getWorkflow(app.url, await chat.taskId());
  expect(attempts.map(({ end_reason }) => end_reason)).toEqual(['worker_lost', 'completed']);
}

test('check 1: an answer of 600 tokens is read to its end, labelled as new and as the simulator’s', async () => {
  const prompt = 'What is read to its end?';
  const chat = await app.ask(prompt, LONG_MODEL);
  await chat.waitForStatus('complete');
  await expectWholeAnswer(app.stack, chat, prompt, LONG_MODEL);
  expect(await chat.page.getByTestId('simulator').isVisible()).toBe(true);
  expect(await chat.page.getByTestId('fresh').isVisible()).toBe(true);
  expect(await chat.page.title()).toContain(prompt);
  expectNothingTakenBack(await chat.readRecord());
  await expectCalls(app.stack, prompt, 1);
});

test('check 2: a reload in the middle of an answer goes on at the same place', async () => {
  const prompt = 'What survives a reload?';
  const chat = await askHalf(prompt);
  const { seqs, lengths } = await chat.readRecord();
  const requestsBefore = chat.streamRequests.length;
  await letGo(app, prompt);
  await chat.page.reload();

  await expectWhole(chat, prompt);
  expectNothingTakenBack(await chat.readRecord(), seqs.at(-1), lengths.at(-1));
  const headers = await chat.streamRequests[requestsBefore]?.allHeaders();
  expect(headers?.['last-event-id']).toMatch(/^[1-9]\d*-0$/);
  await expectCalls(app.stack, prompt, 1);
});

test('check 3: the page may be reloaded five times in one answer', async () => {
  const prompt = 'What survives five reloads?';
  const chat = await app.ask(prompt, HELD);
  for (const seq of [1, 2, 3]) {
    await chat.waitForSeq(seq);
    await chat.page.reload();
  }
  await waitUntilHeld(app, chat, prompt);
  await chat.page.reload();
  await letGo(app, prompt);
  await chat.page.reload();
  await expectWhole(chat, prompt);
  await expectCalls(app.stack, prompt, 1);
});

test('check 4: a connection that is cut is made again, and the text goes on', async () => {
  const proxy = await openStoreProxy(app.url);
  const prompt = 'What survives a cut?';
  const chat = await askHalf(prompt, proxy.url);
  proxy.cut();
  await letGo(app, prompt);
  await chat.page.locator('#conn[data-state=reconnecting]').waitFor({ state: 'attached' });
  proxy.mend();
  await chat.page.locator('#conn[data-state=live]').waitFor({ state: 'attached' });
  await expectWhole(chat, prompt);
  const record = await chat.readRecord();
  expectNothingTakenBack(record);
  expect(record.bars).not.toEqual([]);
  await expectCalls(app.stack, prompt, 1);
});

test('check 5: a connection that is back at once is not mentioned', async () => {
  const proxy = await openStoreProxy(app.url);
  const prompt = 'What is too short to mention?';
  const chat = await askHalf(prompt, proxy.url);
  proxy.cut();
  proxy.mend();
  await letGo(app, prompt);
  await expectWhole(chat, prompt);
  expect((await chat.readCounters())['reconnects']).toBeGreaterThanOrEqual(1);
  const record = await chat.readRecord();
  expect(record.bars).toEqual([]);
  expectNothingTakenBack(record);
});

test('check 9: the generator is killed: another attempt takes over, and the page says so', async () => {
  const prompt = 'What survives the generator?';
  const chat = await askHalf(prompt);
  kill('generator');
  await letGo(app, prompt);
  await chat.page.locator('[data-testid=answer][data-attempt="2"]').waitFor();
  await expectWhole(chat, prompt);
  expect(await chat.page.getByTestId('seam').textContent()).toContain('attempt');
  // Beside the text that it is about, however far that has scrolled.
  expect(await chat.page.evaluate(SEAM_FROM_TEXT_PX)).toBeLessThan(60);
  expectNothingTakenBack(await chat.readRecord());
  await expectTakeover(chat);
  await chat.page.reload();
  expect(await chat.page.getByTestId('seam').count()).toBe(1);
});

test('check 13: what a holder sends that was given up is not shown', async () => {
  const prompt = 'What is written too late?';
  const chat = await askHalf(prompt, await openWayOfLateWriter(app.url));
  kill('generator');
  await letGo(app, prompt);
  await chat.waitForStatus('complete');
  const copied = await chat.copyAnswer();
  expect(copied).not.toContain(LATE_TEXT);
  const { fenced, ...others } = await chat.readCounters();
  expect(fenced).toBeGreaterThanOrEqual(1);
  expect(others).toMatchObject({ dupes: 0, gaps: 0, mismatches: 0 });
  expectNothingTakenBack(await chat.readRecord());
});

test('the gateway is killed in the middle of an answer: the text goes on', async () => {
  const prompt = 'What survives the gateway?';
  const chat = await askHalf(prompt);
  kill('gateway');
  await letGo(app, prompt);
  await expectWhole(chat, prompt);
  expectNothingTakenBack(await chat.readRecord());
  expect((await chat.readCounters())['reconnects']).toBeGreaterThanOrEqual(1);
  await expectCalls(app.stack, prompt, 1);
});

test('the generator and the gateway are killed together, and nothing of the answer is lost', async () => {
  const prompt = 'What survives both?';
  const chat = await askHalf(prompt);
  kill('generator', 'gateway');
  await letGo(app, prompt);
  await chat.page.locator('[data-testid=answer][data-attempt="2"]').waitFor();
  await expectWhole(chat, prompt);
  expect((await chat.readCounters())['reconnects']).toBeGreaterThanOrEqual(1);
  expectNothingTakenBack(await chat.readRecord());
  await expectTakeover(chat);
});
