import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
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
const THEMES = ['light', 'dark'] as const;
const GRAVE = ['serious', 'critical'];

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

test.each(SIZES)('check 41: no screen of $width px has a grave fault, in neither theme', async (viewport) => {
  // Nothing fades in: contrast is that of what stands still.
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
  await context.addInitScript(RECORDER);
  const page = await context.newPage();
  const faults: string[] = [];
  for (const screen of screens) {
    await goToScreen(page, stack.url, screen);
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page }).analyze();
      for (const { id, impact, nodes } of violations.filter((each) => GRAVE.includes(each.impact ?? ''))) {
        const places = nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`);
        faults.push(`${screen.name}, ${colorScheme}: ${id} (${impact})\n${places.join('\n')}`);
      }
    }
    const { violations: refused } = await page.evaluate<PageRecord>('window.__record');
    faults.push(...refused.map((what) => `${screen.name}: the policy refused ${what}`));
  }
  await context.close();
  expect(faults).toEqual([]);
});
