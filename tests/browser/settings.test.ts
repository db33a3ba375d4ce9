import { readFile } from 'node:fs/promises';
import type { ConversationList, ConversationReply } from '@continuo/shared/protocol/conversation-api';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { generate, readStream } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { useApp } from './support/use-app.ts';
import type { ChatPage } from './support/drive-chat.ts';
import { driveSettings, type SettingsPage } from './support/settings-page.ts';

const SECRET_KEY = 'sk-no-page-may-ever-see-this';
const MODEL = 'sim-writer@tps=400,tokens=40';

const app = useApp({
  services: ['simulator', 'gateway', 'generator', 'persister'],
  env: { ANTHROPIC_API_KEY: SECRET_KEY, DEFAULT_PROVIDER: 'simulator' },
});

async function openSettings(): Promise<{ chat: ChatPage; page: Page; settings: SettingsPage }> {
  const chat = await app.openChat();
  return { chat, page: chat.page, settings: driveSettings(chat.page, app.url) };
}

test('check 40: a temperature is kept over a reload, and sent with the next request', async () => {
  const { chat, page, settings } = await openSettings();
  await chat.chooseModel(MODEL);
  await settings.open('models');
  await settings.write('temperature', '0,3');
  await settings.setting('temperature').getByTestId('saved').waitFor();
  await page.reload();
  const field = page.getByTestId('temperature-field');
  await eventually(
    () => field.inputValue(),
    (value) => value === '0.3',
  );
  expect(await page.getByTestId('temperature-slider').inputValue()).toBe('0.3');

  await page.getByTestId('new-chat').click();
  await chat.ask('How warm is this?');
  await chat.waitForStatus('complete');
  const [call] = (await app.stack.simulator.readLedger({ prompt: 'How warm is this?' })).calls;
  expect(call?.params).toMatchObject({ temperature: 0.3 });
});

test('check 40: no page receives a key', async () => {
  const { page, settings } = await openSettings();
  const bodies: Promise<string>[] = [];
  page.on('response', (response) => {
    if (response.url().includes('/api/') && !response.url().includes('/api/events'))
      bodies.push(response.text().catch(String));
  });
  await settings.open('providers');
  await page.getByTestId('key-set').waitFor();
  expect(await page.content()).not.toContain(SECRET_KEY.slice(0, 8));
  const received = (await Promise.all(bodies)).join('\n');
  expect(received).toContain('anthropic');
  expect(received).not.toContain(SECRET_KEY.slice(0, 8));
});

test('what is out of bounds is refused at its field, and nothing of it is kept', async () => {
  const { page, settings } = await openSettings();
  await settings.open('models');
  await settings.write('temperature', '2.5');
  await settings.write('output-tokens', '0');
  expect(await settings.setting('temperature').getByTestId('setting-fault').textContent()).toContain('2');
  expect(await settings.setting('output-tokens').getByTestId('setting-fault').count()).toBe(1);
  expect(await page.getByTestId('temperature-field').getAttribute('aria-invalid')).toBe('true');
  await page.reload();
  await page.getByTestId('temperature-field').waitFor();
  expect(await page.getByTestId('temperature-field').inputValue()).toBe('');
  expect(await page.getByTestId('output-tokens-field').inputValue()).toBe('');
});

test('where the model takes no temperature, none can be given, and the reason is told', async () => {
  const { chat, page, settings } = await openSettings();
  await chat.chooseModel('claude-haiku-5-5', 'anthropic');
  await settings.open('models');
  await page.getByTestId('temperature-field').waitFor();
  expect(await page.getByTestId('temperature-field').isDisabled()).toBe(true);
  expect(await page.getByTestId('temperature-slider').isDisabled()).toBe(true);
  expect(await settings.setting('temperature').textContent()).toContain('refuses');
});

test('the look is as chosen from the first paint on, and in every tab', async () => {
  const { page, settings } = await openSettings();
  await settings.open('appearance');
  const other = await page.context().newPage();
  await other.goto(app.url);
  await settings.choose('look-theme', 'dark');
  await settings.choose('look-density', 'compact');
  await settings.choose('look-motion', 'reduced');
  const look = 'JSON.stringify({ ...document.documentElement.dataset })';
  const chosen = JSON.stringify({ theme: 'dark', density: 'compact', motion: 'reduced' });
  await eventually(
    () => other.evaluate<string>(look),
    (shown) => shown === chosen,
  );
  await page.addInitScript(
    `new MutationObserver(() => { if (document.body) window.__firstLook ??= ${look}; })
      .observe(document, { childList: true, subtree: true });`,
  );
  await page.reload();
  expect(await page.evaluate('window.__firstLook')).toBe(chosen);
  expect(await page.evaluate('getComputedStyle(document.documentElement).colorScheme')).toBe('dark');
});

test('the language changes at once, and stays', async () => {
  const { page, settings } = await openSettings();
  await settings.open('appearance');
  await settings.choose('language', 'fr');
  await page.getByRole('heading', { name: 'Apparence' }).waitFor();
  expect(await page.evaluate('document.documentElement.lang')).toBe('fr');
  await page.reload();
  await page.getByRole('heading', { name: 'Apparence' }).waitFor();
});

test('everything is exported into one file, and what this browser keeps is cleared without it', async () => {
  const { chat, page, settings } = await openSettings();
  await chat.chooseModel(MODEL);
  await chat.ask('What is exported?');
  await chat.waitForStatus('complete');
  const answer = await chat.copyAnswer();
  await page.getByTestId('composer').fill('a draft');
  await settings.open('data');

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('export-all').click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^continuo-\d{4}-\d\d-\d\d\.jsonl$/);
  const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
  const conversations = lines.map((line) => JSON.parse(line) as ConversationReply);
  const exported = conversations.flatMap(({ turns }) => turns);
  expect(exported.find(({ prompt }) => prompt === 'What is exported?')?.answer).toBe(answer);

  await page.getByTestId('clear-browser').click();
  await Promise.all([page.waitForEvent('load'), page.getByTestId('confirm-yes').click()]);
  const kept = await page.evaluate<string[]>('Object.keys(localStorage)');
  expect(kept.filter((name) => name.startsWith('continuo:draft'))).toEqual([]);
  expect(kept).toContain('continuo:chat-defaults');
  await page.goBack();
  await chat.waitForStatus('complete');
  expect(await chat.copyAnswer()).toBe(answer);
});

test('all conversations are deleted when the word is written, and not before', async () => {
  for (const prompt of ['one', 'two', 'three']) {
    const { task_id } = await generate(app.url, { prompt, model: MODEL });
    await readStream(app.url, task_id);
  }
  const { page, settings } = await openSettings();
  await settings.open('data');
  await page.getByTestId('delete-all').click();
  await page.getByTestId('delete-word').fill('dele');
  expect(await page.getByTestId('delete-confirm').isDisabled()).toBe(true);
  await page.getByTestId('delete-word').fill('Delete');
  await page.getByTestId('delete-confirm').click();
  await settings.setting('delete').getByText('were deleted').waitFor();
  const { conversations } = (await (await fetch(`${app.url}/api/conversations`)).json()) as ConversationList;
  expect(conversations).toEqual([]);
});

test('the list of shortcuts is that of the keys, and plain characters can be switched off', async () => {
  const { page, settings } = await openSettings();
  await settings.open('shortcuts');
  expect(await page.getByTestId('shortcut-palette').textContent()).toContain('K');
  await page.getByTestId('single-keys-switch').click();
  await settings.setting('single-keys').getByTestId('saved').waitFor();
  await page.reload();
  await eventually(
    () => page.getByTestId('single-keys-switch').isChecked(),
    (isOn) => !isOn,
  );
});
