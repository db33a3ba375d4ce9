import { beforeAll, expect, test } from 'vitest';
import { useApp } from './support/use-app.ts';
import { goToScreen, makeEveryScreen, type Screen } from './support/every-screen.ts';
import { FIND_UNTRANSLATED } from './support/find-untranslated.ts';

/** What people ask is in no language of the page: letters of the alphabet are the page's own. */
const SUBJECT = 'Τι είναι ένα ημερολόγιο';

const app = useApp();
let screens: Screen[];

beforeAll(async () => {
  screens = await makeEveryScreen(app.stack, SUBJECT);
});

/** A bound for a page that hangs, also where the machine is busy. */
const ALL_SCREENS_MS = 180_000;

const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
] as const;

test(
  'check 45: every word is translated, and has room for two fifths more, wide and narrow',
  async () => {
    const context = await app.openProfile();
    await context.addInitScript("localStorage.setItem('continuo:language', 'pseudo')");
    const page = await context.newPage();
    const found: string[] = [];
    for (const screen of screens) {
      await page.setViewportSize(SIZES[0]);
      await goToScreen(page, app.url, screen);
      for (const size of SIZES) {
        await page.setViewportSize(size);
        const faults = await page.evaluate<string[]>(FIND_UNTRANSLATED);
        found.push(...faults.map((fault) => `${screen.name}, ${size.width} px: ${fault}`));
      }
    }
    expect(found).toEqual([]);
  },
  ALL_SCREENS_MS,
);

test('plain English is found where it is', async () => {
  const page = await app.browser.newPage();
  await page.goto(`${app.url}/settings/appearance`);
  await page.getByRole('heading', { name: 'Appearance' }).waitFor();
  const found = await page.evaluate<string[]>(FIND_UNTRANSLATED);
  await page.close();
  expect(found).toContain('plain h2: Appearance');
  expect(found.length).toBeGreaterThan(20);
});

test('a browser that speaks French is spoken to in French', async () => {
  const context = await app.openProfile({ locale: 'fr-CA' });
  const page = await context.newPage();
  await page.goto(`${app.url}/settings/appearance`);
  const title = await page.locator('main h2').textContent();
  expect(title).toBe('Apparence');
});
