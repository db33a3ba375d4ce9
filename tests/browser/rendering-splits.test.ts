import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { launchBrowser } from './support/launch-browser.ts';
import { EVERY_CONSTRUCT } from './support/every-construct.ts';
import { FORBIDDEN } from './support/forbidden.ts';
import { HOSTILE_TEXTS } from './support/hostile-markdown.ts';
import { startRendererPages, type RendererPage, type RendererPages } from './support/renderer-page.ts';

const CHUNKINGS = 100;
const CHUNK_CHARS_MAX = 40;

let pages: RendererPages;
let browser: Browser;
let renderer: RendererPage;

beforeAll(async () => {
  pages = await startRendererPages();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await pages?.close();
});

beforeEach(async () => {
  renderer = await pages.open(browser);
  onTestFinished(() => renderer.page.context().close());
});

test('check 29: hostile texts that come a character at a time do nothing, at any moment', async () => {
  expect(HOSTILE_TEXTS.length).toBeGreaterThanOrEqual(60);
  for (const text of HOSTILE_TEXTS) await renderer.stream(Array.from(text));
  await renderer.waitUntilRich();
  const { page, requestsElsewhere } = renderer;
  expect(await page.locator(FORBIDDEN).evaluateAll((found) => found.map(String))).toEqual([]);
  expect(await page.evaluate('window.__pwned')).toBeUndefined();
  expect(await renderer.readViolations()).toEqual([]);
  expect(requestsElsewhere).toEqual([]);
});

test('check 30: a text is rendered the same however it was split', async () => {
  await renderer.showWhole(EVERY_CONSTRUCT);
  const different: string[] = [];
  for (let n = 0; n < CHUNKINGS; n++) {
    await renderer.stream(splitAtRandom(EVERY_CONSTRUCT, n));
    await renderer.waitUntilRich();
    different.push(...(await renderer.compareWithFirst()).filter((html) => html !== ''));
  }
  expect(different).toEqual([]);
});

/** The same for the same number. */
function splitAtRandom(text: string, seed: number): string[] {
  const chunks: string[] = [];
  let state = seed + 1;
  for (let start = 0; start < text.length;) {
    // A linear congruential generator (Numerical Recipes): any split will do, as long as it can be made again.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const length = 1 + ((state >>> 8) % CHUNK_CHARS_MAX);
    chunks.push(text.slice(start, start + length));
    start += length;
  }
  return chunks;
}
