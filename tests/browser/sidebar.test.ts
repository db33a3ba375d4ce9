import type { BrowserContext, Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { generate, readStream } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { useApp } from './support/use-app.ts';
import { driveChat } from './support/drive-chat.ts';
import { openFront } from './support/open-front.ts';
import { driveSidebar } from './support/sidebar.ts';

/** The sidebar says where one is, and what was done in other tabs of the same browser. */

const FAST = { provider: 'simulator', model: 'sim-writer@tps=2000,tokens=60' };

const app = useApp();
let context: BrowserContext;

beforeEach(async () => {
  context = await app.openProfile();
});

/** A conversation with one answer. */
async function begin(prompt: string): Promise<string> {
  const { task_id: taskId, conversation_id: id } = await generate(app.url, { prompt, ...FAST });
  await readStream(app.url, taskId);
  return id;
}

/** The tab opened last is the one that is seen: elsewhere a pointer would be slow. */
async function openTab(path: string, url = app.url): Promise<Page> {
  return (await driveChat(context, url + path)).page;
}

async function countUnsent(page: Page): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve, reject) => {
    const opening = indexedDB.open('continuo');
    opening.onerror = reject;
    opening.onsuccess = () => {
      const counting = opening.result.transaction('outbox').objectStore('outbox').count();
      counting.onsuccess = () => resolve(counting.result);
    };
  })`);
}

test('the link of the page that is shown is marked, also below it', async () => {
  const { task_id: taskId } = await generate(app.url, { prompt: 'What is marked?', ...FAST });
  const page = await openTab('/');
  const marked = page.locator('#sidebar a[data-testid^=page-][aria-current=page]');
  expect(await marked.count()).toBe(0);
  const pages = {
    tasks: ['/tasks', `/tasks/${taskId}`],
    batches: ['/batches', '/batches/new', '/batches/b_0123456789abcdef0123456789abcdef'],
    stats: ['/stats'],
    settings: ['/settings', '/settings/data'],
  };
  for (const [name, paths] of Object.entries(pages)) {
    for (const path of paths) {
      await page.goto(app.url + path);
      await marked.waitFor();
      expect([path, await marked.getAttribute('data-testid')]).toEqual([path, `page-${name}`]);
    }
  }
});

describe('what is done with a conversation in one tab is seen in the others', () => {
  test('a new title, and that it is pinned', async () => {
    const id = await begin('A title of old');
    const [there, here] = [await openTab(`/c/${id}`), await openTab('/')];
    await driveSidebar(there).row('A title of old').waitFor();
    await driveSidebar(here).choose('A title of old', 'rename');
    await here.getByTestId('rename-field').fill('A title of now');
    await here.getByTestId('rename-field').press('Enter');
    await driveSidebar(there).row('A title of now').waitFor();
    expect(await there.getByTestId('title').textContent()).toBe('A title of now');

    await driveSidebar(here).choose('A title of now', 'pin');
    await there.locator('[data-group=pinned]').getByText('A title of now').waitFor();
  });

  test('that it is new', async () => {
    const there = await openTab('/');
    const here = await driveChat(context, app.url);
    await here.ask('What is new here?');
    await driveSidebar(there).row('What is new here?').waitFor();
    expect(await driveSidebar(there).titles()).toContain('What is new here?');
  });

  test('that it is deleted, and that this was taken back', async () => {
    const id = await begin('Gone and back');
    const [there, here] = [await openTab(`/c/${id}`), await openTab('/')];
    await there.getByTestId('answer').waitFor();
    await driveSidebar(here).choose('Gone and back', 'delete');
    await there.getByTestId('deleted').waitFor();
    expect(await there.getByTestId('composer').count()).toBe(0);
    expect(await driveSidebar(there).row('Gone and back').count()).toBe(0);

    await here.getByTestId('toast-action').click();
    await there.getByTestId('answer').waitFor();
    await driveSidebar(there).row('Gone and back').waitFor();
    expect(await there.getByTestId('composer').isVisible()).toBe(true);
  });

  test('that it is deleted for good', async () => {
    const id = await begin('Gone for good');
    const [there, here] = [await openTab(`/c/${id}`), await openTab('/')];
    await there.getByTestId('answer').waitFor();
    await driveSidebar(here).choose('Gone for good', 'delete');
    await here.getByTestId('toast').getByRole('button').last().click();
    await eventually(
      async () => (await fetch(`${app.url}/api/conversations/${id}`)).status,
      (status) => status === 404,
    );
    await there.getByTestId('deleted').waitFor();
    await there.reload();
    await there.getByTestId('missing').waitFor();
    expect(await driveSidebar(there).titles()).not.toContain('Gone for good');
  });
});

test('messages that were refused go with their conversation, in all tabs, and come back with it', async () => {
  const id = await begin('What is refused?');
  const front = await openFront(app.url);
  const there = await openTab(`/c/${id}`, front.url);
  const here = await driveChat(context, `${front.url}/c/${id}`);
  await here.page.getByTestId('answer').waitFor();
  front.refuse('/api/chat/generate', 'context_too_long');
  await here.ask('This is too long');
  await here.page.getByTestId('unsent').waitFor();
  await there.reload();
  await there.getByTestId('unsent').waitFor();

  await driveSidebar(here.page).choose('What is refused?', 'delete');
  await here.page.getByTestId('toast-action').click();
  await here.page.getByTestId('unsent').waitFor();
  await there.getByTestId('unsent').waitFor();
  expect(await countUnsent(there)).toBe(1);

  await driveSidebar(here.page).choose('What is refused?', 'delete');
  await there.getByTestId('deleted').waitFor();
  front.refuse(`/api/conversations/${id}`, 'validation');
  await here.page.getByTestId('toast').getByRole('button').last().click();
  await there.getByTestId('unsent').waitFor();
  expect(await countUnsent(there)).toBe(1);
  front.allow(`/api/conversations/${id}`);

  await driveSidebar(here.page).choose('What is refused?', 'delete');
  await here.page.getByTestId('toast').last().getByRole('button').last().click();
  await eventually(
    () => countUnsent(there),
    (count) => count === 0,
  );
  await there.reload();
  await there.getByTestId('missing').waitFor();
});

test('a new conversation whose first message was refused is listed, and gone with that message', async () => {
  const front = await openFront(app.url);
  const { page, ask } = await driveChat(context, front.url);
  const { row } = driveSidebar(page);
  front.refuse('/api/chat/generate', 'context_too_long');
  await ask('What was never taken?');
  await page.getByTestId('unsent').waitFor();
  await page.getByTestId('new-chat').click();
  await page.getByTestId('unsent').waitFor({ state: 'detached' });

  await page.reload();
  await row('What was never taken?').getByTestId('conversation-link').click();
  await page.getByTestId('discard').click();
  await row('What was never taken?').waitFor({ state: 'detached' });
  expect(await countUnsent(page)).toBe(0);
});
