import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { STACK_START_MS, startTestStack, type TestStack } from '../support/test-stack.ts';
import { launchBrowser } from './support/launch-browser.ts';
import { goToScreen, makeEveryScreen, type Screen } from './support/every-screen.ts';
import { RECORDER } from './support/recorder.ts';
import type { PageRecord } from './support/drive-chat.ts';

const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
] as const;
/** A theme changes nothing but colours. */
const RULES_OF_THEME = { light: undefined, dark: ['color-contrast'] } as const;
const GRAVE = ['serious', 'critical'];
/** A bound for a page that hangs, also where the machine is busy. */
const ALL_SCREENS_MS = 180_000;

let stack: TestStack;
let browser: Browser;
let screens: Screen[];

beforeAll(async () => {
  stack = await startTestStack();
  browser = await launchBrowser();
  screens = await makeEveryScreen(stack);
}, STACK_START_MS);

afterAll(async () => {
  await browser?.close();
  await stack?.dispose();
});

test.each(SIZES)(
  'check 41: no screen of $width px has a grave fault, in neither theme',
  async (viewport) => {
    // Nothing fades in: contrast is that of what stands still.
    const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
    await context.addInitScript(RECORDER);
    const page = await context.newPage();
    const faults: string[] = [];
    for (const screen of screens) {
      await goToScreen(page, stack.url, screen);
      for (const theme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: theme });
        const found = await findGraveFaults(page, RULES_OF_THEME[theme]);
        faults.push(...found.map((fault) => `${screen.name}, ${theme}: ${fault}`));
      }
      const { violations } = await page.evaluate<PageRecord>('window.__record');
      faults.push(...violations.map((what) => `${screen.name}: the policy refused ${what}`));
    }
    await context.close();
    expect(faults).toEqual([]);
  },
  ALL_SCREENS_MS,
);

async function findGraveFaults(page: Page, rules: readonly string[] | undefined): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules ? axe.withRules([...rules]) : axe).analyze();
  return violations
    .filter(({ impact }) => GRAVE.includes(impact ?? ''))
    .map(({ id, nodes }) => {
      const places = nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`);
      return [id, ...places].join('\n');
    });
}
