import { SHORTCUT_NAMES } from '../../web/src/palette/key-map.ts';
import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { generate, readStream } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { useApp } from './support/use-app.ts';

const MODEL = { provider: 'simulator', model: 'sim-writer@tps=2000,tokens=60' };
const PROMPT = 'How do axolotls regrow their legs?';

const app = useApp();
let page: Page;
let conversationId: string;
let taskId: string;

beforeAll(async () => {
  ({ conversation_id: conversationId, task_id: taskId } = await generate(app.url, {
    prompt: PROMPT,
    ...MODEL,
  }));
  await readStream(app.url, taskId);
});

beforeEach(async () => {
  ({ page } = await app.openChat());
  await page.getByTestId('conversation').first().waitFor();
});

/** The option that a screen reader is told of: by the field, and by itself. */
async function activeOption(): Promise<string> {
  const id = await page.getByTestId('palette-query').getAttribute('aria-activedescendant');
  const option = page.locator(`#${id}[role=option][aria-selected=true]`);
  return (await option.innerText()).split('\n')[0] ?? '';
}

async function openPalette(): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByTestId('palette-query').waitFor();
}

async function focusedTestId(): Promise<string | null> {
  return page.evaluate<string | null>('document.activeElement.dataset.testid ?? null');
}

describe('the palette', () => {
  test('is fetched when it is first asked for, has the focus, and gives it back', async () => {
    const scripts: string[] = [];
    page.on('request', (request) => scripts.push(request.url()));
    await page.getByTestId('composer').focus();
    await openPalette();
    expect(scripts.some((url) => url.includes('palette-dialog'))).toBe(true);
    expect(await focusedTestId()).toBe('palette-query');
    await page.keyboard.press('Escape');
    await page.getByTestId('palette').waitFor({ state: 'detached' });
    expect(await focusedTestId()).toBe('composer');
  });

  test('is a combobox: the keys choose, round and round, and the field says what', async () => {
    await openPalette();
    expect(await page.getByRole('combobox', { expanded: true }).count()).toBe(1);
    expect(await activeOption()).toBe(PROMPT);
    await page.keyboard.press('ArrowDown');
    const second = await activeOption();
    expect(second).not.toBe(PROMPT);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    const last = await activeOption();
    await page.keyboard.press('ArrowDown');
    expect(await activeOption()).toBe(PROMPT);
    expect(last).toContain('Settings');
  });

  test('finds a conversation by what was said in it', async () => {
    await openPalette();
    await page.keyboard.type('axolotl');
    await page.getByRole('option', { name: PROMPT }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/c/${conversationId}?m=${taskId}`);
    expect(await page.getByTestId('palette').count()).toBe(0);
  });

  test('finds a task by its id', async () => {
    await openPalette();
    await page.getByTestId('palette-query').fill(taskId);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/tasks/${taskId}`);
    expect(await page.getByTestId('palette').count()).toBe(0);
  });

  test('does things: a theme, a language', async () => {
    await openPalette();
    await page.keyboard.type('dark');
    await page.keyboard.press('Enter');
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    await openPalette();
    await page.keyboard.type('français');
    await page.keyboard.press('Enter');
    await page.locator('html[lang=fr]').waitFor();
    await openPalette();
    await page.keyboard.type('anglais');
    await page.getByTestId('palette-empty').waitFor();
    await page.getByTestId('palette-query').fill('english');
    await page.keyboard.press('Enter');
    await page.locator('html[lang=en]').waitFor();
  });
});

describe('the help', () => {
  test('lists every shortcut that is listened to', async () => {
    await page.keyboard.press('Control+/');
    await page.getByTestId('help').waitFor();
    const names = await page
      .locator('[data-testid^=shortcut-]')
      .evaluateAll((lines) =>
        lines.map((line) => line.getAttribute('data-testid')?.slice('shortcut-'.length)),
      );
    expect(new Set(names)).toEqual(new Set<string>(SHORTCUT_NAMES));
    await page.keyboard.press('Escape');
    await page.getByTestId('help').waitFor({ state: 'detached' });
  });

  test('comes by a question mark, but not while a question is written', async () => {
    await page.getByTestId('composer').focus();
    await page.keyboard.type('Why?');
    expect(await page.getByTestId('composer').inputValue()).toBe('Why?');
    expect(await page.getByTestId('help').count()).toBe(0);
    await page.getByTestId('new-chat').focus();
    await page.keyboard.press('Shift+?');
    await page.getByTestId('help').waitFor();
  });

  test('switches plain characters off, for good', async () => {
    await page.keyboard.press('Control+/');
    await page.getByTestId('help-single-keys').uncheck();
    await page.keyboard.press('Escape');
    await page.reload();
    await page.getByTestId('new-chat').focus();
    await page.keyboard.press('Shift+?');
    await page.keyboard.press('/');
    expect(await focusedTestId()).toBe('new-chat');
    expect(await page.getByTestId('help').count()).toBe(0);
    await page.keyboard.press('Control+/');
    await page.getByTestId('help').waitFor();
  });
});

describe('shortcuts', () => {
  test('hide the sidebar until they show it, over a reload', async () => {
    const sidebar = page.locator('#sidebar');
    await page.keyboard.press('Control+b');
    await sidebar.waitFor({ state: 'hidden' });
    await page.reload();
    await page.getByTestId('open-sidebar').waitFor();
    expect(await sidebar.isVisible()).toBe(false);
    await page.keyboard.press('Control+b');
    await sidebar.waitFor({ state: 'visible' });
  });

  test('lead to a new chat and to its field', async () => {
    await page.getByTestId('conversation-link').first().click();
    await page.waitForURL('**/c/*');
    await page.keyboard.press('Control+Shift+O');
    await page.waitForURL(`${app.url}/`);
    await page.getByTestId('search').focus();
    await page.keyboard.press('Shift+Escape');
    expect(await focusedTestId()).toBe('composer');
  });

  test('do nothing to what lies under a dialog', async () => {
    await openPalette();
    await page.keyboard.press('Control+b');
    await page.keyboard.press('Escape');
    expect(await page.locator('#sidebar').isVisible()).toBe(true);
  });
});

test('every page is named, and has one main part and one first heading', async () => {
  for (const place of ['/', `/c/${conversationId}`]) {
    await page.goto(app.url + place);
    await page.getByTestId('composer').waitFor();
    await eventually(
      () => page.title(),
      (title) => title.endsWith('Continuo'),
    );
    expect(await page.locator('main').count()).toBe(1);
    expect(await page.locator('h1').count()).toBe(1);
  }
});

test('an address that leads nowhere says so', async () => {
  await page.goto(`${app.url}/nowhere/at/all`);
  await page.getByTestId('missing-page').waitFor();
  expect(await page.title()).toContain('No such page');
});

test('the first Tab leads past the sidebar', async () => {
  await page.goto(`${app.url}/settings`);
  await page.locator('h1').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await page.evaluate('document.activeElement.localName')).toBe('main');
});
