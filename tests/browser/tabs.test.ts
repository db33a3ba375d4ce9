import { makeConversationId } from '@continuo/shared/protocol/task-id';
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { generate } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { driveChat, type ChatPage } from './support/drive-chat.ts';
import { expectNoFaults, expectWholeAnswer } from './support/expect-answer.ts';
import { HELD, letGo, waitUntilHeld } from './support/hold-answer.ts';
import { openFront } from './support/open-front.ts';
import { useApp } from './support/use-app.ts';

/** Many tabs of one browser share few connections, whatever becomes of single tabs. */

/** Its second half takes some seconds: it grows for longer than each of many tabs waits for its turn. */
const SLOW_HELD = 'sim-writer@tps=40,tokens=300,hold=60';
const TABS = 8;
/** The check says so of a page and of a call. A busy machine makes one or the other late, so the middle ones count. */
const PAGE_MS_MAX = 2_000;
const CALL_MS_MAX = 500;
const CALLS = 5;
/** No page may need so long: one that other tabs keep from the last connections waits for ever. */
const BLOCKED_MS = 10_000;
const HANDOVER_MS_MAX = 500;
const CLOSED_WITHIN_MS = 1_000;

/** Bounds a test that hangs; says nothing about speed. */
const SLOW = { timeout: 180_000 };

const app = useApp({ launch: { ignoreDefaultArgs: ['--disable-back-forward-cache'] } });

/** Begins a conversation. @returns where it is on the page */
async function begin(prompt: string, model = HELD): Promise<string> {
  const conversation_id = makeConversationId(randomUUID());
  const { task_id } = await generate(app.url, { prompt, model, conversation_id });
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

async function readToTheEnd(tab: ChatPage, prompt: string, model = HELD): Promise<void> {
  await tab.page.bringToFront();
  await tab.waitForStatus('complete');
  await expectWholeAnswer(app.stack, tab, prompt, model);
}

test('check 24: eight tabs read eight answers over four connections, and stay usable', SLOW, async () => {
  const front = await openFront(app.url);
  const context = await app.openProfile();
  const prompts = Array.from({ length: TABS }, (_, i) => `What does each tab read? ${i}`);
  const places = await Promise.all(prompts.map((prompt) => begin(prompt, SLOW_HELD)));
  const tabs: ChatPage[] = [];
  for (const place of places) tabs.push(await driveChat(context, front.url + place));

  for (const [i, tab] of tabs.entries()) await waitUntilHeld(app, tab, prompts[i] ?? '');
  const seqs = await Promise.all(tabs.map((tab) => tab.lastSeq()));
  await letGo(app, 'What does each tab read?');
  for (const [i, tab] of tabs.entries()) await tab.waitForSeq((seqs[i] ?? 0) + 1);
  for (const tab of tabs) expect(await measureCall(tab)).toBeLessThan(CALL_MS_MAX);
  const pages = await Promise.all(
    tabs.map(async (tab) => (await tab.readRecord()).firstAnswerMs ?? Infinity),
  );
  expect(middleOf(pages)).toBeLessThan(PAGE_MS_MAX);
  expect(Math.max(...pages)).toBeLessThan(BLOCKED_MS);
  expect(front.mostStreams()).toBeGreaterThan(1);
  expect(front.mostStreams()).toBeLessThanOrEqual(4);

  for (const [i, tab] of tabs.entries()) await readToTheEnd(tab, prompts[i] ?? '', SLOW_HELD);
});

/** How long a call from this page takes, ms. */
async function measureCall({ page }: ChatPage): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < CALLS; i += 1) {
    times.push(
      await page.evaluate<number>(
        `(async () => { const t = performance.now(); await fetch('/api/models'); return performance.now() - t; })()`,
      ),
    );
  }
  return middleOf(times);
}

function middleOf(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Infinity;
}

describe('check 25: when the tab that leads is gone another one leads, and nothing is lost', () => {
  test.each(['closed', 'crashed'])('%s', SLOW, async (how) => {
    const context = await app.openProfile();
    const prompts = [1, 2, 3].map((i) => `What survives a ${how} leader? ${i}`);
    const tabs: ChatPage[] = [];
    for (const prompt of prompts) tabs.push(await driveChat(context, app.url + (await begin(prompt))));
    for (const [i, tab] of tabs.entries()) await waitUntilHeld(app, tab, prompts[i] ?? '');
    const leader = await findLeader(tabs);
    const others = tabs.filter((tab) => tab !== leader);
    const requestsBefore = tabs.map(({ streamRequests }) => streamRequests.length);
    for (const other of others) await other.page.evaluate(NOTE_LEAD);
    const goneAt = Date.now();
    if (how === 'closed') await leader.page.close();
    else {
      const session = await context.newCDPSession(leader.page);
      // It has no answer: who would give it is gone.
      void session.send('Page.crash').catch(() => undefined);
      await leader.page.waitForEvent('crash');
    }
    await letGo(app, `What survives a ${how} leader?`);

    const next = await findLeader(others);
    expect((await next.page.evaluate<number>('window.__leadsSince')) - goneAt).toBeLessThan(HANDOVER_MS_MAX);
    for (const tab of others) await readToTheEnd(tab, prompts[tabs.indexOf(tab)] ?? '');
    const requests = next.streamRequests.slice(requestsBefore[tabs.indexOf(next)]);
    const headers = await Promise.all(requests.map((request) => request.allHeaders()));
    expect(headers.length).toBeGreaterThan(0);
    for (const each of headers) expect(each['last-event-id']).toMatch(/^[1-9]\d*-0$/);
  });
});

/** Notes on the page itself when it begins to lead, unix ms. */
const NOTE_LEAD = `
const look = setInterval(() => {
  if (!window.__continuo.isLeader) return;
  window.__leadsSince = Date.now();
  clearInterval(look);
}, 5);
`;

test('check 26: two tabs on one conversation read it once and show the same', async () => {
  const front = await openFront(app.url);
  const context = await app.openProfile();
  const prompt = 'What do two tabs show?';
  const place = await begin(prompt);
  const tabs = [await driveChat(context, front.url + place), await driveChat(context, front.url + place)];
  for (const tab of tabs) await waitUntilHeld(app, tab, prompt);
  expect(front.openStreams().filter((path) => path.startsWith('/api/chat/stream/'))).toHaveLength(1);
  await letGo(app, prompt);
  for (const tab of tabs) {
    await readToTheEnd(tab, prompt);
    await expectNoFaults(tab);
  }
});

test('check 27: a page that was left holds no connection, and catches up when it comes back', async () => {
  const front = await openFront(app.url);
  const context = await app.openProfile();
  const prompt = 'What goes on behind the back?';
  const tab = await driveChat(context, front.url + (await begin(prompt)));
  await waitUntilHeld(app, tab, prompt);
  await tab.page.evaluate('window.wasHereBefore = true');
  await tab.page.goto(`${front.url}/icon.svg`);
  await eventually(
    async () => front.openStreams(),
    (open) => open.length === 0,
    CLOSED_WITHIN_MS,
  );
  await letGo(app, prompt);
  // A page out of the browser's cache is not loaded.
  await tab.page.goBack({ waitUntil: 'commit' });
  expect(await tab.page.evaluate('window.wasHereBefore')).toBe(true);
  await readToTheEnd(tab, prompt);
});
