import type { Browser } from 'playwright-core';
import { goToScreen, makeEveryScreen } from '../browser/support/every-screen.ts';
import type { TestStack } from '../support/test-stack.ts';

const SIZES = [
  { name: 'wide', width: 1280, height: 800 },
  { name: 'narrow', width: 390, height: 844 },
] as const;
const THEMES = ['light', 'dark'] as const;

/** Every screen of the web app, wide and narrow, light and dark. */
export async function recordScreens(stack: TestStack, browser: Browser, folder: string): Promise<void> {
  const screens = await makeEveryScreen(stack);
  for (const { name: size, ...viewport } of SIZES) {
    const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
    const page = await context.newPage();
    for (const screen of screens) {
      await goToScreen(page, stack.url, screen);
      for (const colorScheme of THEMES) {
        await page.emulateMedia({ colorScheme });
        const name = `${screen.name.replaceAll(' ', '-')}-${size}-${colorScheme}`;
        await page.screenshot({ path: `${folder}/${name}.png` });
      }
    }
    await context.close();
  }
}
