import type { ConversationList, ConversationReply } from '@continuo/shared/protocol/conversation-api';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { generate, getResult, readStream } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { useApp } from './support/use-app.ts';
import { driveSidebar, type SidebarDriver } from './support/sidebar.ts';

const FAST = { provider: 'simulator', model: 'sim-writer@tps=2000,tokens=60' };
/** Two seconds of an answer. */
const SLOW = { provider: 'simulator', model: 'sim-writer@tps=50,tokens=100' };
/** More than a page of the list. */
const MANY = 60;
const GONE = 404;

const app = useApp();
let page: Page;
let sidebar: SidebarDriver;

beforeEach(async () => {
  ({ page } = await app.openChat());
  sidebar = driveSidebar(page);
});

/** A conversation with one answer. */
async function begin(prompt: string, more: Record<string, unknown> = {}): Promise<string> {
  const { task_id: taskId, conversation_id: id } = await generate(app.url, { prompt, ...FAST, ...more });
  await readStream(app.url, taskId);
  return id;
}

async function askIn(conversationId: string, prompt: string, model = FAST): Promise<void> {
  await generate(app.url, { prompt, conversation_id: conversationId, ...model });
}

/** What the service has; undefined: nothing (any more). */
async function find(id: string): Promise<ConversationReply | undefined> {
  const response = await fetch(`${app.url}/api/conversations/${id}`);
  return response.status === GONE ? undefined : ((await response.json()) as ConversationReply);
}

async function expectDeleted(id: string): Promise<void> {
  await eventually(
    () => find(id),
    (found) => found === undefined,
  );
}

async function expectMark(title: string, mark: string | undefined): Promise<void> {
  await sidebar.waitForMark(title, mark);
}

const path = (): string => new URL(page.url()).pathname;

describe('the marks of a conversation', () => {
  test('tell without a reload that it is new, that it is being answered, and that nobody has read that', async () => {
    const { conversation_id: id } = await generate(app.url, { prompt: 'Which marks?', ...SLOW });
    await expectMark('Which marks?', 'running');
    await expectMark('Which marks?', 'unread');

    await sidebar.open('Which marks?');
    await expectMark('Which marks?', undefined);
    await page.getByTestId('new-chat').click();
    await askIn(id, 'And then?');
    await expectMark('Which marks?', 'unread');
    await page.reload();
    await expectMark('Which marks?', 'unread');
  });

  test('tell that the last answer failed', async () => {
    await app.stack.simulator.addPlan({
      match: { prompt: 'Which fails?' },
      times: 9,
      plan: { fault: 'quota' },
    });
    await generate(app.url, { prompt: 'Which fails?', ...FAST });
    await expectMark('Which fails?', 'failed');
  });

  test('are the same in all tabs', async () => {
    await begin('Which tab?');
    await expectMark('Which tab?', 'unread');
    const other = await page.context().newPage();
    await other.goto(app.url);
    await driveSidebar(other).open('Which tab?');
    await expectMark('Which tab?', undefined);
  });
});

test('an answer that ends in another conversation is told of, and leads there', async () => {
  const id = await begin('What ends elsewhere?');
  await sidebar.open('What ends elsewhere?');
  await page.getByTestId('answer').waitFor();
  await page.getByTestId('new-chat').click();
  await askIn(id, 'Go on');
  await sidebar.toast.filter({ hasText: 'What ends elsewhere?' }).getByTestId('toast-action').click();
  expect(path()).toBe(`/c/${id}`);
});

test('nothing is told of an answer that ends in the conversation on the screen', async () => {
  const id = await begin('What ends here?');
  await sidebar.open('What ends here?');
  await askIn(id, 'Go on here');
  await expectMark('What ends here?', undefined);
  await eventually(
    () => find(id),
    (found) => found?.turns.length === 2 && found.turns.every(({ finished_at }) => finished_at !== null),
  );
  expect(await sidebar.toast.count()).toBe(0);
});

test('nothing moves under the pointer', async () => {
  const first = await begin('The lower');
  await begin('The upper');
  await expectMark('The upper', 'unread');
  await sidebar.row('The upper').hover();
  await askIn(first, 'Go up');
  await eventually(
    () => find(first),
    (found) => found?.turns.length === 2,
  );
  await begin('The newest');
  expect((await sidebar.titles()).slice(0, 2)).toEqual(['The upper', 'The lower']);
  await page.mouse.move(800, 300);
  await eventually(sidebar.titles, ([newest, second]) => newest === 'The newest' && second === 'The lower');
});

describe('a title', () => {
  test('is changed in its place, and the focus stays there', async () => {
    const id = await begin('An old name');
    await sidebar.choose('An old name', 'rename');
    await page.getByTestId('rename-field').fill('A new name');
    await page.getByTestId('rename-field').press('Enter');
    await sidebar.row('A new name').waitFor();
    expect(await page.evaluate('document.activeElement.title')).toBe('A new name');
    await eventually(
      () => find(id),
      (found) => found?.title === 'A new name',
    );
    await page.reload();
    await sidebar.row('A new name').waitFor();
  });

  test('stays what it was after Escape', async () => {
    const id = await begin('A name to keep');
    await sidebar.choose('A name to keep', 'rename');
    await page.getByTestId('rename-field').fill('Something else');
    await page.getByTestId('rename-field').press('Escape');
    await sidebar.row('A name to keep').waitFor();
    expect((await find(id))?.title).toBe('A name to keep');
  });
});

test('what is pinned stands above all days, until it is not', async () => {
  const id = await begin('To be pinned');
  const group = page.locator('[data-group=pinned]');
  await sidebar.choose('To be pinned', 'pin');
  await group.getByText('To be pinned').waitFor();
  await eventually(
    () => find(id),
    (found) => found?.pinned === true,
  );
  expect(await page.getByTestId('group').first().getAttribute('data-group')).toBe('pinned');
  await sidebar.choose('To be pinned', 'pin');
  await group.waitFor({ state: 'detached' });
});

describe('a deletion', () => {
  test('is seen at once, and can be taken back', async () => {
    const id = await begin('Not to be deleted');
    await sidebar.open('Not to be deleted');
    await sidebar.choose('Not to be deleted', 'delete');
    await sidebar.row('Not to be deleted').waitFor({ state: 'detached' });
    expect(path()).toBe('/');
    expect(await find(id)).toBeDefined();
    await page.getByTestId('toast-action').click();
    await sidebar.row('Not to be deleted').waitFor();
    expect(path()).toBe(`/c/${id}`);
    expect(await find(id)).toBeDefined();
  });

  test('is carried out when nobody takes it back', async () => {
    const id = await begin('To be deleted');
    await sidebar.choose('To be deleted', 'delete');
    await sidebar.toast.waitFor();
    await sidebar.toast.waitFor({ state: 'detached' });
    await expectDeleted(id);
    await page.reload();
    await page.getByTestId('conversation').first().waitFor();
    expect(await sidebar.titles()).not.toContain('To be deleted');
  });

  test('is carried out when the page is left', async () => {
    const id = await begin('To be left');
    await sidebar.choose('To be left', 'delete');
    await sidebar.toast.waitFor();
    await page.goto('about:blank');
    await expectDeleted(id);
  });
});

describe('a search', () => {
  test('finds what was answered, shows where, and is used by keys alone', async () => {
    const id = await begin('Tell me of the quetzal bird');
    // What was answered is found a moment after its end.
    await eventually(
      async () => (await fetch(`${app.url}/api/conversations?q=quetzal`)).json() as Promise<ConversationList>,
      ({ conversations }) =>
        conversations.some((found) => found.conversation_id === id && found.hits.length > 0),
    );
    await page.getByTestId('new-chat').focus();
    await page.keyboard.press('/');
    await page.keyboard.type('quetz');
    const snippet = page.getByTestId('snippet').first();
    expect((await snippet.locator('mark').first().textContent())?.toLowerCase()).toBe('quetzal');
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate('document.activeElement.title')).toBe('Tell me of the quetzal bird');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/c/${id}?m=*`);
  });

  test('says when it finds nothing, and goes away with Escape', async () => {
    await begin('Something to find');
    await page.getByTestId('search').fill('xyzzy-nowhere');
    expect(await page.getByTestId('none-found').textContent()).toContain('xyzzy-nowhere');
    await page.getByTestId('search').press('Escape');
    await sidebar.row('Something to find').waitFor();
    expect(await page.getByTestId('search').inputValue()).toBe('');
  });
});

test('a conversation is exported as a file', async () => {
  const { task_id: taskId } = await generate(app.url, { prompt: 'To be exported', ...FAST });
  await readStream(app.url, taskId);
  const { text } = await getResult(app.url, taskId);
  await sidebar.row('To be exported').waitFor();
  const downloading = page.waitForEvent('download');
  await sidebar.choose('To be exported', 'export-markdown');
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^c_.+\.md$/);
  expect(await readFile(await download.path(), 'utf8')).toContain(text.trim().slice(0, 100));
});

test('the list goes on where it ends', async () => {
  for (let i = 0; i < MANY; i += 1) await generate(app.url, { prompt: `Number ${i}`, ...FAST });
  await page.reload();
  await sidebar.row(`Number ${MANY - 1}`).waitFor();
  const before = await page.getByTestId('conversation').count();
  expect(before).toBeLessThan(MANY);
  // As with a wheel: the pointer is over the list, where it holds everything but what comes below.
  await page.getByTestId('conversation').first().hover();
  await page.mouse.wheel(0, 10_000);
  await sidebar.row('Number 0').waitFor({ state: 'attached' });
  const titles = await sidebar.titles();
  expect(new Set(titles).size).toBe(titles.length);
});
