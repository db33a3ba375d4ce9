import { expectedAnswer } from '@continuo/simulator/model-name';
import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { useApp } from './support/use-app.ts';

/** The chat for who does not see it, and for who has no mouse. */

const app = useApp();

/** Notes what is said, in order. A script for the page itself: the tests are checked without the browser's types. */
const LISTEN = `
window.__said = [];
const region = document.querySelector('#sr-status');
new MutationObserver(() => {
  const text = region.textContent;
  if (text !== '' && window.__said.at(-1) !== text) window.__said.push(text);
}).observe(region, { subtree: true, childList: true, characterData: true });
`;

test('check 42: an answer is announced at its beginning and its end, and never read out while it is written', async () => {
  const chat = await app.openChat();
  await chat.page.evaluate(LISTEN);
  await chat.chooseModel('sim-writer@tps=300,tokens=600');
  await chat.ask('What is said?');
  const answer = chat.page.getByTestId('answer');
  await answer.waitFor();
  expect(await answer.getAttribute('aria-busy')).toBe('true');
  expect(
    await answer.evaluate((element) =>
      element.closest('[aria-live], [role=log], [role=status], [role=alert]'),
    ),
  ).toBeNull();
  await chat.waitForStatus('complete');
  expect(await answer.getAttribute('aria-busy')).toBe('false');

  const said = await chat.page.evaluate<string[]>('window.__said');
  expect(said.length).toBeLessThanOrEqual(3);
  expect(said[0]).toBe('Generating answer');
  expect(said.at(-1)).toMatch(/^Answer complete, \d+ words$/);
  const section = chat.page.getByRole('region', { name: 'Conversation' });
  expect(await section.getByRole('article').count()).toBe(2);
  expect(await section.getByRole('article', { name: 'You' }).textContent()).toBe('What is said?');
  expect(await section.getByRole('article', { name: /^Answer by sim-writer/ }).count()).toBe(1);
});

test('check 43: everything from a new chat to its task and back is done by keys alone', async () => {
  const chat = await app.openChat();
  const { page } = chat;
  const { keyboard } = page;
  const focused = (): Promise<string | null> => page.locator(':focus').getAttribute('data-testid');
  const tabTo = (testId: string, key = 'Tab'): Promise<unknown> =>
    eventually(
      async () => {
        await keyboard.press(key);
        return page.locator(':focus').evaluateAll((found) => found.map((each) => each.dataset['testid']));
      },
      ([reached]) => reached === testId,
    );

  await page.getByTestId('composer').waitFor();
  expect(await focused()).toBe('composer');
  // The model: the last entry of its list asks for a name.
  await tabTo('model', 'Shift+Tab');
  await keyboard.press('End');
  await page.getByTestId('model-name').waitFor();
  await keyboard.type('sim-writer@tps=50,tokens=3000');
  await keyboard.press('Enter');

  await keyboard.press('Shift+Escape');
  expect(await focused()).toBe('composer');
  await keyboard.type('What is done by keys?');
  await keyboard.press('Enter');
  await chat.waitForSeq(20);
  await keyboard.press('Escape');
  await chat.waitForStatus('stopped');
  const stopped = await page.getByTestId('answer').getAttribute('data-task');

  await keyboard.press('Control+Shift+C');
  const copied = await eventually(
    () => page.evaluate<string>('navigator.clipboard.readText()'),
    (text) => text !== '',
  );
  expect(expectedAnswer('sim-writer@tokens=3000', 'What is done by keys?').text.startsWith(copied)).toBe(
    true,
  );

  await keyboard.press('Alt+ArrowUp');
  expect(await focused()).toBe('answer');
  await keyboard.press('Alt+ArrowUp');
  expect(await focused()).toBe('prompt');
  await tabTo('regenerate');
  await keyboard.press('Enter');
  await eventually(
    () => chat.taskId(),
    (taskId) => taskId !== '' && taskId !== stopped,
  );
  await chat.waitForSeq(10);
  await keyboard.press('Shift+Escape');
  await keyboard.press('Escape');
  await chat.waitForStatus('stopped');

  await keyboard.press('Alt+ArrowUp');
  await tabTo('task-link');
  const taskId = await chat.taskId();
  await keyboard.press('Enter');
  await page.waitForURL(`**/tasks/${taskId}`);
  await tabTo('open-chat');
  await keyboard.press('Enter');
  await page.waitForURL('**/c/**');
  expect(await page.getByTestId('branches-answer').textContent()).toContain('2/2');
});

test('a message is edited where it stands: Escape leaves it, Enter sends it', async () => {
  const chat = await app.openChat();
  const { page } = chat;
  await chat.chooseModel('sim-writer@tps=0,tokens=20');
  await chat.ask('What is edited?');
  await chat.waitForStatus('complete');
  await page.getByTestId('prompt').hover();
  await page.getByTestId('edit').click();
  const field = page.getByTestId('prompt-field');
  expect(await field.inputValue()).toBe('What is edited?');
  await field.fill('What is not sent?');
  await field.press('Escape');
  expect(await page.getByTestId('prompt').textContent()).toBe('What is edited?');
  expect(await page.locator(':focus').getAttribute('data-testid')).toBe('prompt');

  await page.getByTestId('edit').click();
  await field.fill('What is sent instead?');
  await field.press('Control+Enter');
  await eventually(
    () => page.getByTestId('prompt').textContent(),
    (text) => text === 'What is sent instead?',
  );
  await chat.waitForStatus('complete');
  expect(await page.getByTestId('branches-prompt').textContent()).toContain('2/2');
  await page.getByTestId('branch-previous').click();
  expect(await page.getByTestId('prompt').textContent()).toBe('What is edited?');
  // The picker keeps the focus, on the button that still leads somewhere.
  expect(await page.locator(':focus').getAttribute('data-testid')).toBe('branch-next');
});
