import type { Browser, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import { openStoreProxy } from '../support/store-proxy.ts';
import { STACK_START_MS, startTestStack, type TestStack } from '../support/test-stack.ts';
import { openChat, type ChatPage } from './support/chat-page.ts';
import { driveChat } from './support/drive-chat.ts';
import { expectWholeAnswer } from './support/expect-answer.ts';
import { launchBrowser } from './support/launch-browser.ts';
import { openFront } from './support/open-front.ts';

/** Connections that break in every way come back by themselves, and the page says calmly how things stand. */

const MODEL = 'sim-writer@tps=50,tokens=400';
const SOME = 40;
/** A heartbeat of the service and what the page waits in vain for one (web app, "Read loop"), ms. */
const SILENCE_MS = 2.5 * 10_000;
const RETRY_MS_MAX = 8_000;
/** How long machines that are busy with other tests may take longer than they should. */
const SLACK_MS = 5_000;
const SLOW = { timeout: 120_000 };

let stack: TestStack;
let browser: Browser;

beforeAll(async () => {
  stack = await startTestStack({ restartDelayMsMax: 100 });
  browser = await launchBrowser();
}, STACK_START_MS);

afterAll(async () => {
  await browser?.close();
  await stack?.dispose();
});

async function begin(chat: ChatPage, prompt: string): Promise<void> {
  await chat.chooseModel(MODEL);
  await chat.ask(prompt);
  await chat.waitForSeq(SOME);
}

async function untilState({ page }: ChatPage, state: string, withinMs = 30_000): Promise<void> {
  await page.locator(`#conn[data-state=${state}]`).waitFor({ state: 'attached', timeout: withinMs });
}

async function expectWhole(chat: ChatPage, prompt: string): Promise<void> {
  await chat.waitForStatus('complete');
  await expectWholeAnswer(stack, chat, prompt, MODEL);
  const { seqs } = await chat.readRecord();
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
}

/** Two that wait for long: together they take no longer than one. */
test.concurrent(
  'check 6: a connection that is open and silent is left for another',
  SLOW,
  async (context) => {
    const proxy = await startFaultProxy(stack.url);
    context.onTestFinished(proxy.close);
    const profile = await browser.newContext();
    context.onTestFinished(() => profile.close());
    const chat = await driveChat(profile, proxy.url);
    const prompt = 'What survives a line without a sound?';
    await begin(chat, prompt);
    proxy.silence();
    // What is silent stays so; only new connections work.
    proxy.mend();
    const silentAt = performance.now();
    const timeout = SILENCE_MS + 1_000 + SLACK_MS;
    const request = await chat.page.waitForRequest(/\/api\/chat\/stream/, { timeout });
    expect(performance.now() - silentAt).toBeGreaterThan(SILENCE_MS / 2);
    expect(request.headers()['last-event-id']).toMatch(/^[1-9]\d*-0$/);
    await expectWhole(chat, prompt);
  },
);

test.concurrent(
  'check 8: a long outage is said, and tried through until it is over',
  SLOW,
  async (context) => {
    const proxy = await startFaultProxy(stack.url);
    context.onTestFinished(proxy.close);
    const profile = await browser.newContext();
    context.onTestFinished(() => profile.close());
    const chat = await driveChat(profile, proxy.url);
    const prompt = 'What survives a long outage?';
    await begin(chat, prompt);
    const triedAt: number[] = [];
    chat.page.on('request', (request: Request) => {
      if (request.url().includes('/api/events')) triedAt.push(performance.now());
    });
    proxy.cut();
    await untilState(chat, 'reconnecting');
    await chat.page.getByRole('button', { name: 'Try now' }).waitFor();
    await untilState(chat, 'down', 40_000);
    const triesBefore = triedAt.length;
    const pauses = triedAt.map((at, i) => at - (triedAt[i - 1] ?? at));
    expect(Math.max(...pauses)).toBeLessThan(RETRY_MS_MAX + SLACK_MS);
    expect(await chat.page.locator('#conn').textContent()).toContain('Nothing is lost');

    await chat.page.getByRole('button', { name: 'Try now' }).click();
    await eventually(
      async () => triedAt.length,
      (count) => count > triesBefore,
      RETRY_MS_MAX / 2,
    );
    proxy.mend();
    await untilState(chat, 'caughtup');
    expect(await chat.page.getByTestId('caughtup').textContent()).toMatch(/^Caught up · [\d,]+ tokens$/);
    await untilState(chat, 'live');
    await expectWhole(chat, prompt);
  },
);

test('check 7: the gateway is killed and 502 comes for a while: the page is live again by itself', async () => {
  const front = await openFront(stack.url);
  const chat = await openChat(browser, front.url);
  const prompt = 'What survives a dead gateway?';
  await begin(chat, prompt);
  process.kill(stack.process('gateway').pid, 'SIGKILL');
  await untilState(chat, 'reconnecting');
  await untilState(chat, 'live');
  await expectWhole(chat, prompt);
});

test('a page without a network says so, and comes back with it', async () => {
  const proxy = await openStoreProxy(stack.url);
  const chat = await openChat(browser, proxy.url);
  const prompt = 'What survives a tunnel?';
  await begin(chat, prompt);
  // The switch alone leaves open streams open: it only tells the page what a dead line would.
  proxy.cut();
  await chat.page.context().setOffline(true);
  await untilState(chat, 'offline');
  expect(await chat.page.locator('#conn').textContent()).toContain('You are offline');
  proxy.mend();
  await chat.page.context().setOffline(false);
  await untilState(chat, 'live');
  await expectWhole(chat, prompt);
});
