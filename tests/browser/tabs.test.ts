import { makeConversationId } from '@continuo/shared/protocol/task-id';
import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { generate } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { openStoreProxy } from '../support/store-proxy.ts';
import { STACK_START_MS, startTestStack, type TestStack } from '../support/test-stack.ts';
import { driveChat, type ChatPage } from './support/drive-chat.ts';
import { expectNoFaults, expectWholeAnswer } from './support/expect-answer.ts';
import { launchBrowser } from './support/launch-browser.ts';
import { openFront } from './support/open-front.ts';

/** Many tabs of one browser share few connections, whatever becomes of single tabs. */

/** Slow enough to be still written when all tabs are open. */
const LONG_MODEL = 'sim-writer@tps=30,tokens=450';
/** The same where there are many tabs to open first. */
const LONGEST_MODEL = 'sim-writer@tps=30,tokens=900';
/** Entries after which something happens to an answer. */
const SOME = 30;
/** A bound for a page that cannot load at all, as when other tabs hold all connections. */
const BLOCKED_MS = 10_000;

/** Bounds a test that hangs; says nothing about speed. */
const SLOW = { timeout: 180_000 };

let stack: TestStack;
let browser: Browser;

beforeAll(async () => {
  stack = await startTestStack();
  browser = await launchBrowser({ ignoreDefaultArgs: ['--disable-back-forward-cache'] });
}, STACK_START_MS);

afterAll(async () => {
  await browser?.close();
  await stack?.dispose();
});

async function openProfile(): Promise<BrowserContext> {
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  return context;
}

/** Begins a conversation. @returns where it is on the page */
async function begin(prompt: string, model = LONG_MODEL): Promise<string> {
  const conversation_id = makeConversationId(randomUUID());
  const { task_id } = await generate(stack.url, { prompt, model, conversation_id });
  return `/c/${conversation_id}?t=${task_id}`;
}

async function readState({ page }: ChatPage) {
  return page.evaluate<{ isLeader: boolean; streams: number }>('window.__continuo');
}

async function findLeader(tabs: readonly ChatPage[]): Promise<ChatPage> {
  const states = await eventually(
    () => Promise.all(tabs.map(readState)),
    (all) => all.filter(({ isLeader }) => isLeader).length === 1,
  );
  const leader = tabs[states.findIndex(({ isLeader }) => isLeader)];
  if (!leader) throw new Error('no tab leads');
  return leader;
}

async function readToTheEnd(tab: ChatPage, prompt: string, model = LONG_MODEL): Promise<void> {
  await tab.page.bringToFront();
  await tab.waitForStatus('complete');
  await expectWholeAnswer(stack, tab, prompt, model);
}

test('check 24: eight tabs read eight answers over four connections, and stay usable', SLOW, async () => {
  const front = await openFront(stack.url);
  const context = await openProfile();
  const prompts = Array.from({ length: 8 }, (_, i) => `What does tab ${i} read?`);
  const places = await Promise.all(prompts.map((prompt) => begin(prompt, LONGEST_MODEL)));
  const tabs: ChatPage[] = [];
  for (const place of places) tabs.push(await driveChat(context, front.url + place));

  for (const tab of tabs) await tab.waitForSeq(1);
  const seqs = await Promise.all(tabs.map(readSeq));
  for (const [i, tab] of tabs.entries()) await untilGrown(tab, seqs[i] ?? 0);
  for (const { page } of tabs) {
    const took = `(async () => { const t = performance.now(); await fetch('/api/models'); return performance.now() - t; })()`;
    expect(await page.evaluate<number>(took)).toBeLessThan(BLOCKED_MS);
  }
  expect(front.mostStreams()).toBeGreaterThan(1);
  expect(front.mostStreams()).toBeLessThanOrEqual(4);

  for (const [i, tab] of tabs.entries()) await readToTheEnd(tab, prompts[i] ?? '', LONGEST_MODEL);
});

/** More is on the page, or all. */
async function untilGrown(tab: ChatPage, seq: number): Promise<void> {
  const status = () => tab.page.getByTestId('answer').last().getAttribute('data-status');
  await eventually(
    async () => [await readSeq(tab), await status()] as const,
    ([now, shown]) => now > seq || shown === 'complete',
  );
}

async function readSeq({ page }: ChatPage): Promise<number> {
  return Number(await page.getByTestId('answer').last().getAttribute('data-last-seq'));
}

describe('check 25: when the tab that leads is gone another one leads, and nothing is lost', () => {
  test.each(['closed', 'crashed'])('%s', SLOW, async (how) => {
    const context = await openProfile();
    const prompts = [1, 2, 3].map((i) => `What survives a ${how} leader? ${i}`);
    const tabs: ChatPage[] = [];
    for (const prompt of prompts) tabs.push(await driveChat(context, stack.url + (await begin(prompt))));
    for (const tab of tabs) await tab.waitForSeq(SOME);
    const leader = await findLeader(tabs);
    const requestsBefore = tabs.map(({ streamRequests }) => streamRequests.length);
    if (how === 'closed') await leader.page.close();
    else {
      const session = await context.newCDPSession(leader.page);
      // It has no answer: who would give it is gone.
      void session.send('Page.crash').catch(() => undefined);
      await leader.page.waitForEvent('crash');
    }

    const others = tabs.filter((tab) => tab !== leader);
    const next = await findLeader(others);
    for (const tab of others) await readToTheEnd(tab, prompts[tabs.indexOf(tab)] ?? '');
    const requests = next.streamRequests.slice(requestsBefore[tabs.indexOf(next)]);
    const headers = await Promise.all(requests.map((request) => request.allHeaders()));
    expect(headers.length).toBeGreaterThan(0);
    for (const each of headers) expect(each['last-event-id']).toMatch(/^[1-9]\d*-0$/);
  });
});

test('check 26: two tabs on one conversation read it once and show the same', async () => {
  const front = await openFront(stack.url);
  const context = await openProfile();
  const prompt = 'What do two tabs show?';
  const place = await begin(prompt);
  const first = await driveChat(context, front.url + place);
  await first.waitForSeq(SOME);
  const second = await driveChat(context, front.url + place);
  await second.waitForSeq(SOME);
  expect(front.openStreams().filter((path) => path.startsWith('/api/chat/stream/'))).toHaveLength(1);
  for (const tab of [first, second]) await readToTheEnd(tab, prompt);
  await expectNoFaults(first);
});

test('check 27: a page that was left holds no connection, and catches up when it comes back', async () => {
  const front = await openFront(stack.url);
  const context = await openProfile();
  const prompt = 'What goes on behind the back?';
  const tab = await driveChat(context, front.url + (await begin(prompt)));
  await tab.waitForSeq(SOME);
  await tab.page.evaluate('window.wasHereBefore = true');
  await tab.page.goto(`${front.url}/icon.svg`);
  await eventually(
    async () => front.openStreams(),
    (open) => open.length === 0,
    2_000,
  );
  // A page out of the browser's cache is not loaded.
  await tab.page.goBack({ waitUntil: 'commit' });
  expect(await tab.page.evaluate('window.wasHereBefore')).toBe(true);
  await readToTheEnd(tab, prompt);
});

test('check 28: a page that was hidden reconnects as soon as it is seen, without a word', async () => {
  const proxy = await openStoreProxy(stack.url);
  const context = await openProfile();
  const prompt = 'What happens while nobody looks?';
  const tab = await driveChat(context, proxy.url + (await begin(prompt)));
  await tab.waitForSeq(SOME);
  await setVisibility(tab, 'hidden');
  proxy.cut();
  await waitInHiding();
  const started = tab.page.waitForRequest(/\/api\/(events|chat\/stream)/, { timeout: 2_000 });
  const seenAt = performance.now();
  await setVisibility(tab, 'visible');
  await started;
  expect(performance.now() - seenAt).toBeLessThan(1_000);
  proxy.mend();
  await readToTheEnd(tab, prompt);
  expect((await tab.readRecord()).bars).toEqual([]);
  expect(await tab.page.getByTestId('toast').count()).toBe(0);
});

/** Headless pages are always visible: the page is told otherwise. */
async function setVisibility({ page }: ChatPage, state: 'hidden' | 'visible'): Promise<void> {
  await page.evaluate(`
    Object.defineProperty(document, 'visibilityState', { get: () => '${state}', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));`);
}

/** The check is about a page that was away for long: there is nothing to wait for but time. */
async function waitInHiding(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 10_000));
}
