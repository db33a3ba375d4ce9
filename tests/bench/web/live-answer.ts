import type { Browser, CDPSession, Page } from 'playwright-core';
import { eventually } from '../../support/eventually.ts';
import { generate } from '../../support/api.ts';
import type { TestStack } from '../../support/test-stack.ts';
import { placeOf, type Place } from './long-conversation.ts';
import type { PacedProvider } from './paced-provider.ts';
import type { Tokens } from './texts.ts';

export interface WebBench {
  stack: TestStack;
  browser: Browser;
  provider: PacedProvider;
}

export interface LiveAnswer {
  tokens: Tokens;
  /** How many of them are there when the page is opened. */
  headCount: number;
  tokensPerSecond: number;
  /** Behind what it is written; a new conversation when absent. */
  place?: Place;
  /** How many times slower the browser's processor is made. */
  throttle?: number;
}

export interface LivePage {
  page: Page;
  cdp: CDPSession;
  taskId: string;
}

const VIEWPORT = { width: 1280, height: 800 };
const LAST_TEXT = `[...document.querySelectorAll('[data-testid=text]')].at(-1)`;

/** Opens a page on which an answer is being written, and hands it over once its beginning is there. */
export async function withLiveAnswer<Result>(
  { stack, browser, provider }: WebBench,
  { tokens, headCount, tokensPerSecond, place, throttle = 1 }: LiveAnswer,
  use: (live: LivePage) => Promise<Result>,
): Promise<Result> {
  const head = tokens.slice(0, headCount).join('');
  provider.setAnswer({ head, tokens: tokens.slice(headCount), tokensPerSecond });
  const asked = { prompt: 'Go on.', history: 'fit', provider: 'openai', model: 'paced', cache: false };
  const { task_id: taskId, conversation_id } = await generate(stack.url, { ...asked, ...placeOf(place) });
  const context = await browser.newContext({ viewport: VIEWPORT });
  try {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: throttle });
    await page.goto(`${stack.url}/c/${conversation_id}?t=${taskId}`);
    // Its marks are not shown.
    await eventually(
      () => page.evaluate<number>(`${LAST_TEXT}?.textContent.length ?? 0`),
      (length) => length >= head.length * 0.8,
      60_000,
    );
    return await use({ page, cdp, taskId });
  } finally {
    await context.close();
    await fetch(`${stack.url}/api/chat/cancel/${taskId}`, { method: 'POST' });
  }
}
