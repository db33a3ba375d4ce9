import { expectedAnswer } from '@continuo/simulator/model-name';
import type { BrowserContext } from 'playwright-core';
import { expect, test } from 'vitest';
import { getResult, getStatus } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { openStoreProxy } from '../support/store-proxy.ts';
import { useApp } from './support/use-app.ts';
import { driveChat, type ChatPage } from './support/drive-chat.ts';
import { expectCalls, expectNoFaults, expectNothingTakenBack, MODEL } from './support/expect-answer.ts';
import { HELD, letGo, waitUntilHeld } from './support/hold-answer.ts';
import { openFront } from './support/open-front.ts';

/** What is sent is sent once, and what was seen is there again: over lost replies, outages, tabs and reloads. */

/** A page that was opened before shows its text at once: what the check allows, thrice on a machine that is shared. */
const TEXT_MS_MAX = 1_500;
const ANSWER = '[data-testid=answer]';

const app = useApp();

async function askIn(context: BrowserContext, url: string, prompt: string, model = MODEL): Promise<ChatPage> {
  const chat = await driveChat(context, url);
  await chat.chooseModel(model);
  await chat.ask(prompt);
  return chat;
}

async function expectAnswer(chat: ChatPage, prompt: string, model = MODEL): Promise<void> {
  expect(await chat.copyAnswer()).toBe(expectedAnswer(model, prompt).text);
  await expectNoFaults(chat);
}

test('check 11: during an outage of generator and gateway a reload shows what was there, and then goes on', async () => {
  const front = await openFront(app.url);
  const prompt = 'What is there in an outage?';
  const chat = await app.ask(prompt, HELD, front.url);
  await waitUntilHeld(app, chat, prompt);
  front.refuse('/api/', 'unavailable');
  for (const service of ['gateway', 'generator'] as const)
    process.kill(app.stack.process(service).pid, 'SIGKILL');
  await letGo(app, prompt);
  const { seqs, lengths } = await chat.readRecord();

  await chat.page.reload();
  await chat.page.locator('#conn[data-state=reconnecting]').waitFor({ state: 'attached' });
  expect(await chat.page.getByTestId('prompt').allTextContents()).toEqual([prompt]);
  expectNothingTakenBack(await chat.readRecord(), seqs.at(-1), lengths.at(-1));
  front.allow('/api/');
  await chat.waitForStatus('complete');
  expectNothingTakenBack(await chat.readRecord(), seqs.at(-1), lengths.at(-1));
  await expectAnswer(chat, prompt);
});

test('check 12: an answer that ended while nobody looked is there whole in a new tab', async () => {
  const context = await app.openProfile();
  const prompt = 'What ends while nobody looks?';
  const chat = await askIn(context, app.url, prompt, HELD);
  await waitUntilHeld(app, chat, prompt);
  const taskId = await chat.taskId();
  const address = chat.page.url();
  await chat.page.close();
  await letGo(app, prompt);
  await eventually(
    () => getStatus(app.url, taskId),
    ({ status }) => status === 'completed',
  );

  const later = await driveChat(context, address);
  await later.waitForStatus('complete');
  await expectAnswer(later, prompt);
  expect((await later.readRecord()).firstTextMs).toBeLessThan(TEXT_MS_MAX);
  await expectCalls(app.stack, prompt, 1);
});

test('check 16: when the log was trimmed the text comes from the result, and nobody is told of an error', async () => {
  const front = await openFront(app.url);
  const prompt = 'What was trimmed?';
  const chat = await app.ask(prompt, HELD, front.url);
  await waitUntilHeld(app, chat, prompt);
  const taskId = await chat.taskId();
  front.refuse('/api/', 'unavailable');
  await letGo(app, prompt);
  await eventually(
    () => getStatus(app.url, taskId),
    ({ status }) => status === 'completed',
  );
  front.refuse('/api/chat/stream/', 'gone');
  front.allow('/api/');
  await chat.waitForStatus('complete');
  await expectAnswer(chat, prompt);
  expect(await chat.page.locator('[data-testid=failure], [data-testid=fault], dialog[open]').count()).toBe(0);
});

test('check 17: a message whose reply was lost makes one task and is one message', async () => {
  const front = await openFront(app.url);
  const prompt = 'What is sent twice and taken once?';
  const chat = await app.openChat(front.url);
  await chat.chooseModel(MODEL);
  front.loseReply('/api/chat/generate');
  await chat.ask(prompt);
  await chat.waitForStatus('complete');
  await expectAnswer(chat, prompt);
  expect(front.countCalls('/api/chat/generate')).toBe(2);
  expect(await chat.page.getByTestId('prompt').count()).toBe(1);
  await expectCalls(app.stack, prompt, 1);
});

test('check 18: what is sent while there is no connection is kept over the end of the page and sent once', async () => {
  const proxy = await openStoreProxy(app.url);
  const context = await app.openProfile();
  const prompt = 'What waits for the network?';
  const chat = await driveChat(context, proxy.url);
  await chat.chooseModel(MODEL);
  proxy.cut();
  await chat.ask(prompt);
  await chat.page.locator('[data-testid=delivery][data-delivery=queued]').waitFor();
  const address = chat.page.url();
  await chat.page.close();
  proxy.mend();

  const later = await driveChat(context, address);
  await later.waitForStatus('complete');
  await expectAnswer(later, prompt);
  expect(await later.page.getByTestId('prompt').allTextContents()).toEqual([prompt]);
  await expectCalls(app.stack, prompt, 1);
});

test('messages that wait for the connection are sent in their order, each behind the answer before', async () => {
  const proxy = await openStoreProxy(app.url);
  const prompts = ['What is first?', 'What is second?', 'What is third?'];
  const chat = await app.openChat(proxy.url);
  await chat.chooseModel('sim-writer@tps=300,tokens=60');
  proxy.cut();
  // Until the loss is known, a message behind one that is on its way has to wait.
  await chat.page.locator('#conn[data-state=reconnecting]').waitFor({ state: 'attached' });
  for (const prompt of prompts) {
    await chat.ask(prompt);
    await chat.page.getByTestId('prompt').filter({ hasText: prompt }).waitFor();
    await chat.page.locator('[data-testid=delivery][data-delivery=queued]').last().waitFor();
  }
  proxy.mend();
  await eventually(
    () => chat.page.locator(`${ANSWER}[data-status=complete]`).count(),
    (count) => count === prompts.length,
  );
  expect(await chat.page.getByTestId('prompt').allTextContents()).toEqual(prompts);
  const [call] = (await app.stack.simulator.readLedger({ prompt: 'What is third?' })).calls;
  expect(call?.messages.filter(({ role }) => role === 'user').map(({ text }) => text)).toEqual(prompts);
});

test('a message that an earlier page left behind is sent by one of the tabs that open, once', async () => {
  const front = await openFront(app.url);
  const context = await app.openProfile();
  const prompt = 'What do two tabs send?';
  const chat = await driveChat(context, front.url);
  await chat.chooseModel(MODEL);
  front.refuse('/api/chat/generate', 'unavailable');
  await chat.ask(prompt);
  await chat.page.getByTestId('delivery').waitFor();
  const address = chat.page.url();
  await chat.page.close();
  front.allow('/api/chat/generate');
  const callsBefore = front.countCalls('/api/chat/generate');

  const tabs = await Promise.all([driveChat(context, address), driveChat(context, address)]);
  for (const tab of tabs) {
    await tab.waitForStatus('complete');
    expect(await tab.page.getByTestId('prompt').allTextContents()).toEqual([prompt]);
  }
  expect(front.countCalls('/api/chat/generate')).toBe(callsBefore + 1);
  await expectCalls(app.stack, prompt, 1);
});

test('a message that the service refuses stays, says so after a reload too, and can be edited', async () => {
  const chat = await app.openChat();
  await chat.chooseModel(MODEL);
  await chat.page.route('**/api/chat/generate', async (route) => {
    const request = route.request().postDataJSON() as object;
    await route.continue({ postData: JSON.stringify({ ...request, max_tokens: 0 }) });
  });
  await chat.ask('What is refused?');
  await chat.page.getByTestId('unsent').waitFor();
  await chat.page.reload();
  await chat.page.getByTestId('unsent').waitFor();
  await chat.page.unroute('**/api/chat/generate');
  await chat.page.getByTestId('edit-unsent').click();
  await chat.page.getByTestId('prompt-field').fill('What is taken?');
  await chat.page.getByTestId('prompt-send').click();
  await chat.waitForStatus('complete');
  expect(await chat.page.getByTestId('prompt').allTextContents()).toEqual(['What is taken?']);
});

test('check 20: an answer is stopped in one tab and ends in the other', async () => {
  const context = await app.openProfile();
  const prompt = 'What is stopped elsewhere?';
  const first = await askIn(context, app.url, prompt, HELD);
  await waitUntilHeld(app, first, prompt);
  const second = await driveChat(context, first.page.url());
  await waitUntilHeld(app, second, prompt);
  await second.page.getByTestId('stop').click();
  await first.waitForStatus('stopped');
  await second.waitForStatus('stopped');
  const { text } = await getResult(app.url, await first.taskId());
  expect(await first.copyAnswer()).toBe(text);
  expect(await second.copyAnswer()).toBe(text);
});

test('check 21: closing the page does not stop the answer', async () => {
  const prompt = 'What goes on without a page?';
  const chat = await app.ask(prompt, HELD);
  await waitUntilHeld(app, chat, prompt);
  const taskId = await chat.taskId();
  await chat.page.context().close();
  await letGo(app, prompt);
  await eventually(
    () => getStatus(app.url, taskId),
    ({ status }) => status === 'completed',
  );
  const [call] = (await app.stack.simulator.readLedger({ prompt })).calls;
  expect(call?.end).toBe('completed');
  expect((await getResult(app.url, taskId)).text).toBe(expectedAnswer(MODEL, prompt).text);
});

test('a conversation that was looked at can be read in a new tab while the service is away', async () => {
  const front = await openFront(app.url);
  const context = await app.openProfile();
  const prompt = 'What can be read offline?';
  const chat = await askIn(context, front.url, prompt);
  await chat.waitForStatus('complete');
  const address = chat.page.url();
  // Looked at once more: the browser has had the time to keep it.
  await chat.page.reload();
  await chat.waitForStatus('complete');
  await chat.page.close();
  front.refuse('/api/', 'unavailable');

  const later = await driveChat(context, address);
  await later.waitForStatus('complete');
  expect(await later.copyAnswer()).toBe(expectedAnswer(MODEL, prompt).text);
});
