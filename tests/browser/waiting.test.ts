import { describe, expect, onTestFinished, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import type { ChatPage } from './support/drive-chat.ts';
import { expectWholeAnswer } from './support/expect-answer.ts';
import { HELD, letGo, waitUntilHeld } from './support/hold-answer.ts';
import { openTasks } from './support/tasks-page.ts';
import { useApp } from './support/use-app.ts';

/** What a page says while nothing comes: for whom or what one waits. */

/** One generator that makes one answer at a time. */
const app = useApp({ env: { CONCURRENCY: '1' } });

/** Until the returned function is called the generator does nothing, as on a machine that hangs. */
function freezeGenerator(): () => void {
  const { pid } = app.stack.process('generator');
  const thaw = (): void => void process.kill(pid, 'SIGCONT');
  process.kill(pid, 'SIGSTOP');
  onTestFinished(thaw);
  return thaw;
}

async function untilNote(chat: ChatPage, testId: string, says: RegExp): Promise<void> {
  await eventually(
    () => chat.page.getByTestId(testId).last().textContent(),
    (text) => says.test(text ?? ''),
  );
}

test('an answer that waits for its turn says which it is', async () => {
  const prompts = ['Who comes first?', 'Who comes second?', 'Who comes third?'];
  const [first = '', second = '', third = ''] = prompts;
  const holder = await app.ask(first, HELD);
  await waitUntilHeld(app, holder, first);
  const next = await app.ask(second, HELD);
  await untilNote(next, 'waiting', /^Queued, position 1$/);
  expect(await next.page.getByTestId('answer').getAttribute('data-status')).toBe('queued');
  const last = await app.ask(third, HELD);
  await untilNote(last, 'waiting', /^Queued, position 2$/);

  await letGo(app, 'Who comes');
  for (const [i, chat] of [holder, next, last].entries()) {
    await chat.waitForStatus('complete');
    await expectWholeAnswer(app.stack, chat, prompts[i] ?? '', HELD);
    expect(await chat.page.getByTestId('waiting').count()).toBe(0);
  }
});

describe('while the only worker does not work', () => {
  test('the chat and the list of tasks say so, and what is sent waits until it does', async () => {
    const prompt = 'Who works here?';
    const chat = await app.openChat();
    const list = await openTasks(app);
    await chat.chooseModel(HELD);
    const thaw = freezeGenerator();
    for (const page of [chat.page, list.page]) await page.getByTestId('no-worker').waitFor();
    expect(await chat.page.getByTestId('no-worker').textContent()).toBe(
      'No worker is running. New messages will wait in the queue.',
    );
    await chat.ask(prompt);
    await chat.waitForStatus('queued');

    await letGo(app, prompt);
    thaw();
    for (const page of [chat.page, list.page])
      await page.getByTestId('no-worker').waitFor({ state: 'detached' });
    await chat.waitForStatus('complete');
    await expectWholeAnswer(app.stack, chat, prompt, HELD);
  });

  test('a stop that nobody confirms is explained, and nothing can be sent behind it before its end', async () => {
    const prompt = 'Who stops?';
    const chat = await app.ask(prompt, HELD);
    await waitUntilHeld(app, chat, prompt);
    const thaw = freezeGenerator();
    await chat.page.getByTestId('stop').click();
    expect(await chat.page.getByTestId('stop').textContent()).toContain('Stopping');
    expect(await chat.page.getByTestId('stop').isDisabled()).toBe(true);
    await untilNote(chat, 'composer-note', /^Still stopping\./);
    await chat.ask('And now?');
    expect(await chat.page.getByTestId('prompt').allTextContents()).toEqual([prompt]);

    thaw();
    await chat.waitForStatus('stopped');
    await untilNote(chat, 'composer-note', /^$/);
    const [call] = (await app.stack.simulator.readLedger({ prompt })).calls;
    expect(call?.end).toBe('client_closed');
  });
});
