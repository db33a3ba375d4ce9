import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { STACK_START_MS, startTestStack, type TestStack } from '../support/test-stack.ts';
import { goToScreen, makeEveryScreen, type Screen } from './support/every-screen.ts';
import { FIND_UNTRANSLATED } from './support/find-untranslated.ts';
import { launchBrowser } from './support/launch-browser.ts';

/** What people ask is in no language of the page: letters of the alphabet are the page's own. */
const SUBJECT = 'Τι είναι ένα ημερολόγιο';

let stack: TestStack;
let browser: Browser;
let screens: Screen[];

beforeAll(async () => {
  stack = await startTestStack();
  browser = await launchBrowser();
  screens = await makeEveryScreen(stack, SUBJECT);
}, STACK_START_MS);

afterAll(async () => {
  await browser?.close();
  await stack?.dispose();
});

/** A bound for a page that hangs, also where the machine is busy. */
const ALL_SCREENS_MS = 180_000;

test.each([
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
])(
  'check 45: at $width px every word is translated, and has room for two fifths more',
  async (viewport) => {
    const context = await browser.newContext({ viewport });
    await context.addInitScript("localStorage.setItem('continuo:language', 'pseudo')");
    const page = await context.newPage();
    const found: string[] = [];
    for (const screen of screens) {
      await goToScreen(page, stack.url, screen);
      const faults = await page.evaluate<string[]>(FIND_UNTRANSLATED);
      found.push(...faults.map((fault) => `${screen.name}: ${fault}`));
    }
    await context.close();
    expect(found).toEqual([]);
  },
  ALL_SCREENS_MS,
);

test('plain English is found where it is', async () => {
  const page = await browser.newPage();
  await page.goto(`${stack.url}/settings/appearance`);
  await page.getByRole('heading', { name: 'Appearance' }).waitFor();
  const found = await page.evaluate<string[]>(FIND_UNTRANSLATED);
  await page.close();
  expect(found).toContain('plain h2: Appearance');
  expect(found.length).toBeGreaterThan(20);
});

test('a browser that speaks French is spoken to in French', async () => {
  const context = await browser.newContext({ locale: 'fr-CA' });
  const page = await context.newPage();
  await page.goto(`${stack.url}/settings/appearance`);
  const title = await page.locator('main h2').textContent();
  await context.close();
  expect(title).toBe('Apparence');
});
