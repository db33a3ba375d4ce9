import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { PageRecord } from './support/drive-chat.ts';
import { goToScreen, makeEveryScreen, type Screen } from './support/every-screen.ts';
import { RECORDER } from './support/recorder.ts';
import { useApp } from './support/use-app.ts';

const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
] as const;
/** A theme changes nothing but colours. */
const RULES_OF_THEME = { light: undefined, dark: ['color-contrast'] } as const;
const GRAVE = ['moderate', 'serious', 'critical'];
/** A bound for a page that hangs, also where the machine is busy. */
const ALL_SCREENS_MS = 300_000;

const app = useApp();
let screens: Screen[];

beforeAll(async () => {
  screens = await makeEveryScreen(app.stack);
});

test(
  'check 41: no screen has a grave fault, neither wide nor narrow, in neither theme',
  async () => {
    // Nothing fades in: contrast is that of what stands still.
    const context = await app.openProfile({ reducedMotion: 'reduce' });
    await context.addInitScript(RECORDER);
    const page = await context.newPage();
    const faults: string[] = [];
    for (const screen of screens) {
      await page.setViewportSize(SIZES[0]);
      await goToScreen(page, app.url, screen);
      for (const size of SIZES) {
        await page.setViewportSize(size);
        for (const theme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme: theme });
          const found = await findGraveFaults(page, RULES_OF_THEME[theme]);
          faults.push(...found.map((fault) => `${screen.name}, ${size.width} px, ${theme}: ${fault}`));
        }
      }
      const { violations } = await page.evaluate<PageRecord>('window.__record');
      faults.push(...violations.map((what) => `${screen.name}: the policy refused ${what}`));
    }
    expect(faults).toEqual([]);
  },
  ALL_SCREENS_MS,
);

async function findGraveFaults(page: Page, rules: readonly string[] | undefined): Promise<string[]> {
  // No frames: without them nothing is gathered in a page of its own.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await (rules ? axe.withRules([...rules]) : axe).analyze();
  return violations
    .filter(({ impact }) => GRAVE.includes(impact ?? ''))
    .map(({ id, nodes }) => {
      const places = nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`);
      return [id, ...places].join('\n');
    });
}
