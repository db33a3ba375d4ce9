import type { BrowserContext, Page, Request } from 'playwright-core';
import { eventually } from '../../support/eventually.ts';
import { RECORDER } from './recorder.ts';

/** The web app in a real Chromium, handled as a person would: fields, buttons, what is to be read. */
export interface ChatPage {
  page: Page;
  /** The requests for task streams, in order. */
  streamRequests: Request[];
  /** Where else than at the page's own place something was asked for. */
  requestsElsewhere: string[];
  chooseModel: (name: string, provider?: string) => Promise<void>;
  ask: (prompt: string) => Promise<void>;
  /** Waits until the last answer is in this state. */
  waitForStatus: (status: string) => Promise<void>;
  /** Waits until so many entries of the last answer are on the page. */
  waitForSeq: (seq: number) => Promise<void>;
  /** The last entry of the last answer that is on the page. */
  lastSeq: () => Promise<number>;
  taskId: () => Promise<string>;
  /** What the last answer's button copies. */
  copyAnswer: () => Promise<string>;
  /** What was on the page since it was loaded. */
  readRecord: () => Promise<PageRecord>;
  readCounters: () => Promise<Record<string, number>>;
}

export interface PageRecord {
  /** States of the connection, in order, each where it began. */
  states: string[];
  /** The last entry in the last answer, whenever there was another. */
  seqs: number[];
  /** Length of the last answer's text as it is to be read, formulas left out, whenever it had changed. */
  lengths: number[];
  /** What the bar of the connection said, whenever it said something else; empty while it was never seen. */
  bars: string[];
  /** What the page's policy refused. */
  violations: string[];
  /** States of the last answer, each with when it began, unix ms. */
  statuses: { status: string; at: number }[];
  /** When there was an answer, and when text of it, ms after the page was asked for. */
  firstAnswerMs?: number;
  firstTextMs?: number;
  /** What the page asked the service for, unix ms; `endedAt`: the reply began, or there was none. */
  calls: { path: string; startedAt: number; endedAt: number | null }[];
  /** The last click, or press of Enter, unix ms. */
  pressedAt: number;
}

const ANSWER = '[data-testid=answer]';

/** A new page of a browser profile, gone to the web app. */
export async function driveChat(context: BrowserContext, url: string): Promise<ChatPage> {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await context.addInitScript(RECORDER);
  const page = await context.newPage();
  const streamRequests: Request[] = [];
  const requestsElsewhere: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/chat/stream/')) streamRequests.push(request);
    if (new URL(request.url()).origin !== new URL(url).origin) requestsElsewhere.push(request.url());
  });
  await page.goto(url);
  const lastAnswer = page.locator(ANSWER).last();
  const lastSeq = async (): Promise<number> => Number(await lastAnswer.getAttribute('data-last-seq'));

  return {
    page,
    streamRequests,
    requestsElsewhere,
    chooseModel: async (name, provider = 'simulator') => {
      await page.getByTestId('model').selectOption(`${provider} `);
      await page.getByTestId('model-name').fill(name);
      await page.getByTestId('model-name').press('Enter');
    },
    ask: async (prompt) => {
      await page.getByTestId('composer').fill(prompt);
      await page.getByTestId('composer').press('Enter');
    },
    waitForStatus: async (status) => {
      await eventually(
        () => lastAnswer.getAttribute('data-status'),
        (shown) => shown === status,
      );
    },
    waitForSeq: async (seq) => {
      await eventually(lastSeq, (read) => read >= seq);
    },
    lastSeq,
    taskId: async () => (await lastAnswer.getAttribute('data-task')) ?? '',
    copyAnswer: async () => {
      await lastAnswer.getByTestId('copy').click();
      return page.evaluate<string>('navigator.clipboard.readText()');
    },
    readRecord: () => page.evaluate<PageRecord>('window.__record'),
    readCounters: () => page.evaluate<Record<string, number>>('window.__continuo'),
  };
}
