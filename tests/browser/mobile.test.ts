import type { CDPSession, Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { generate, readStream } from '../support/api.ts';
import { useApp } from './support/use-app.ts';
import { driveChat } from './support/drive-chat.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const MODEL = { provider: 'simulator', model: 'sim-writer@tps=2000,tokens=300' };
const KEYBOARD_PX = 300;
const TARGET_PX = 44;
/** More than there is to be reached in the drawer. */
const TABS = 60;

const app = useApp();
let page: Page;
let conversationId: string;
let taskId: string;

beforeAll(async () => {
  ({ conversation_id: conversationId, task_id: taskId } = await generate(app.url, {
    prompt: 'A question with_a_very_long_word_that_does_not_fit_into_a_line_of_any_phone_there_is_today',
    ...MODEL,
  }));
  await readStream(app.url, taskId);
});

beforeEach(async () => {
  ({ page } = await driveChat(await app.openProfile(PHONE), app.url));
  await page.getByTestId('composer').waitFor();
});

const sidebar = () => page.locator('#sidebar');

async function openDrawer(): Promise<void> {
  await page.getByTestId('open-sidebar').tap();
  await sidebar().waitFor({ state: 'visible' });
}

/** A finger that goes from one place to another. */
async function swipe(from: number, to: number): Promise<void> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x?: number) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: x === undefined ? [] : [{ x, y: 400 }] });
  await touch('touchStart', from);
  for (let step = 1; step <= 5; step += 1) await touch('touchMove', from + ((to - from) * step) / 5);
  await touch('touchEnd');
}

describe('check 44: a phone', () => {
  test.each(['/', '/c/', '/tasks', '/tasks/', '/batches', '/batches/new', '/stats', '/settings'])(
    'check 44: %s is no wider than the screen',
    async (place) => {
      const ids: Record<string, string> = { '/c/': conversationId, '/tasks/': taskId };
      await page.goto(app.url + place + (ids[place] ?? ''));
      await page.locator('h1').waitFor();
      const [scrolled, shown] = await page.evaluate<[number, number]>(
        '[document.documentElement.scrollWidth, innerWidth]',
      );
      expect(shown).toBe(PHONE.viewport.width);
      expect(scrolled).toBeLessThanOrEqual(shown);
    },
  );

  test('check 44: the message field stays above a keyboard that makes the page smaller', async () => {
    const height = PHONE.viewport.height - KEYBOARD_PX;
    await page.setViewportSize({ ...PHONE.viewport, height });
    const box = await page.getByTestId('composer').boundingBox();
    expect(box && box.y + box.height).toBeLessThanOrEqual(height);
    expect(box?.y).toBeGreaterThan(0);
  });

  test('check 44: the message field stays above a keyboard that lies over the page', async () => {
    await page.goto(`${app.url}/c/${conversationId}`);
    await page.getByTestId('answer').waitFor();
    // Such a keyboard cannot be had without a phone: what the browser tells of it can.
    await page.evaluate(`
      Object.defineProperty(visualViewport, 'height', { get: () => innerHeight - ${KEYBOARD_PX} });
      visualViewport.dispatchEvent(new Event('resize'));
    `);
    const box = await page.getByTestId('composer').boundingBox();
    expect(box && box.y + box.height).toBeLessThanOrEqual(PHONE.viewport.height - KEYBOARD_PX);
    expect(box?.y).toBeGreaterThan(0);
  });

  test('check 44: the drawer keeps the focus until Escape gives it back', async () => {
    await openDrawer();
    const places = new Set<string>();
    for (let i = 0; i < TABS; i += 1) {
      places.add(
        await page.evaluate<string>(
          `document.activeElement === document.body ? 'browser' : document.activeElement.closest('#sidebar') ? 'drawer' : 'page'`,
        ),
      );
      await page.keyboard.press('Tab');
    }
    expect(places).toContain('drawer');
    expect(places).not.toContain('page');
    await page.keyboard.press('Escape');
    await sidebar().waitFor({ state: 'hidden' });
    expect(await page.evaluate('document.activeElement.dataset.testid')).toBe('open-sidebar');
  });

  test('check 44: the drawer comes from the edge by a finger, and goes back there', async () => {
    await swipe(200, 380);
    expect(await sidebar().isVisible()).toBe(false);
    await swipe(12, 200);
    await sidebar().waitFor({ state: 'visible' });
    await swipe(220, 40);
    await sidebar().waitFor({ state: 'hidden' });
  });

  test('check 44: the drawer goes when a page is chosen, and when one taps beside it', async () => {
    await openDrawer();
    await page.touchscreen.tap(370, 400);
    await sidebar().waitFor({ state: 'hidden' });
    await openDrawer();
    await page.getByTestId('conversation-link').first().tap();
    await sidebar().waitFor({ state: 'hidden' });
    expect(new URL(page.url()).pathname).toBe(`/c/${conversationId}`);
  });

  test('check 44: what is in the drawer is as large as a finger', async () => {
    await openDrawer();
    const heights = await sidebar()
      .locator('li a, [data-testid=new-chat], [data-testid=search]')
      .evaluateAll((elements) => elements.map((element) => element.getBoundingClientRect().height));
    expect(heights.length).toBeGreaterThan(4);
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(TARGET_PX);
  });
});

test('a drawer that is open when the screen becomes wide leaves nothing locked', async () => {
  await openDrawer();
  await page.setViewportSize({ width: 1024, height: 700 });
  await page.getByTestId('composer').fill('It can be written');
  expect(await page.getByTestId('composer').inputValue()).toBe('It can be written');
});

test('the app can be put on the home screen', async () => {
  const response = await page.request.get(`${app.url}/manifest.webmanifest`);
  expect(response.headers()['content-type']).toContain('manifest+json');
  const { icons } = (await response.json()) as { icons: { src: string; type: string }[] };
  for (const { src, type } of icons) {
    const icon = await page.request.get(app.url + src);
    expect([icon.status(), icon.headers()['content-type']]).toEqual([200, expect.stringContaining(type)]);
  }
});
