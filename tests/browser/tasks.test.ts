import { describe, expect, test } from 'vitest';
import { generate, getStatus } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { useApp } from './support/use-app.ts';
import { openTasks, type TasksPage } from './support/tasks-page.ts';

/** Seconds of an answer, ten of them, and one that outlasts any test. */
const SHORT = 'sim-writer@tps=60,tokens=150';
const SLOW = 'sim-writer@tps=15,tokens=150';
const LONG = 'sim-writer@tps=20,tokens=4000';

const app = useApp();

async function ask(prompt: string, model = SHORT): Promise<string> {
  return (await generate(app.url, { prompt, model })).task_id;
}

/** Asks, and waits until the store that lists are read from has it. */
async function askListed(prompt: string, model = SHORT): Promise<string> {
  const taskId = await ask(prompt, model);
  await eventually(
    () => listIds(),
    (ids) => ids.includes(taskId),
  );
  return taskId;
}

async function listIds(): Promise<string[]> {
  const reply = await fetch(`${app.url}/api/chat/list?limit=200`);
  const { tasks } = (await reply.json()) as { tasks: { task_id: string }[] };
  return tasks.map(({ task_id: id }) => id);
}

async function cancelAll(...taskIds: string[]): Promise<void> {
  await Promise.all(taskIds.map((id) => fetch(`${app.url}/api/chat/cancel/${id}`, { method: 'POST' })));
}

async function expectStopped(list: TasksPage, prompts: string[], taskIds: string[]): Promise<void> {
  for (const id of taskIds) await list.waitForRow(id, 'cancelled');
  for (const id of taskIds) expect((await getStatus(app.url, id)).status).toBe('cancelled');
  // A provider that went on would have sent many more.
  for (const prompt of prompts) {
    const [call] = (await app.stack.simulator.readLedger({ prompt })).calls;
    expect(call?.output_tokens).toBeLessThan(4_000);
  }
}

describe('the list of tasks', () => {
  test('check 36: is empty, fills by itself only with a word, and keeps its rows in their places', async () => {
    const list = await openTasks(app);
    await list.page.getByTestId('no-tasks').waitFor();

    const first = await ask('What goes through all its states?', SLOW);
    await list.page.getByTestId('new-tasks').click();
    await list.waitForRow(first, 'running');
    const second = await ask('What is announced?');
    await list.page.getByTestId('new-tasks').waitFor();
    await list.waitForRow(first, 'completed');
    expect(await list.readOrder()).toEqual([first]);
    expect(await list.page.getByTestId('new-tasks').textContent()).toContain('One new task');

    await list.page.getByTestId('new-tasks').click();
    await list.waitForRow(second, 'completed');
    expect(await list.readOrder()).toEqual([second, first]);
    // What the end cost is read when it is known.
    await eventually(
      () => list.row(second).innerText(),
      (text) => /\b150\b/.test(text),
    );
  });

  test('check 36: what it is filtered by is its address, also after a reload', async () => {
    const failed = await askListed('What fails for the filter?', 'sim-writer@fault=quota');
    const list = await openTasks(app);
    await list.page.getByTestId('status-failed').click();
    await list.waitForRow(failed, 'failed');
    expect(await list.readOrder()).toEqual([failed]);
    await list.page.getByTestId('range').selectOption('24h');
    await list.page.getByTestId('filter').click();
    await list.page.getByTestId('filter-model').fill('sim-writer@fault=quota');
    await list.page.getByTestId('filter-model').press('Tab');
    await list.page.getByTestId('chip-model').waitFor();
    const { searchParams } = new URL(list.page.url());
    expect(Object.fromEntries(searchParams)).toEqual({
      status: 'failed',
      range: '24h',
      model: 'sim-writer@fault=quota',
    });

    await list.page.reload();
    await list.waitForRow(failed, 'failed');
    expect(await list.readOrder()).toEqual([failed]);
    expect(await list.page.getByTestId('chip-model').isVisible()).toBe(true);
    expect(await list.page.getByTestId('range').inputValue()).toBe('24h');

    await list.page.getByTestId('search-tasks').fill('nothing has these words');
    await list.page.getByTestId('no-match').getByRole('button').click();
    await list.row(failed).waitFor();
    expect(new URL(list.page.url()).search).toBe('');
  });

  test('words find a task by its prompt', async () => {
    const found = await askListed('Where do zebras sleep?');
    const list = await openTasks(app);
    await list.row(found).waitFor();
    await list.page.keyboard.press('/');
    await list.page.keyboard.type('zebras');
    await list.page.waitForURL((address) => address.searchParams.get('q') === 'zebras');
    await eventually(list.readOrder, (order) => order.join() === found);
    // What was typed on the way is no page to go back to.
    await list.page.goBack();
    expect(list.page.url()).toBe('about:blank');
  });

  test('a row leads to its task by a link, and back leads to where the list was', async () => {
    const taskId = await askListed('What is opened?');
    const list = await openTasks(app, '?range=1h');
    await list.row(taskId).getByTestId('task-link').click();
    await list.page.getByTestId('task-id').waitFor();
    expect(new URL(list.page.url()).pathname).toBe(`/tasks/${taskId}`);
    await list.page.getByTestId('back-to-tasks').click();
    await list.row(taskId).waitFor();
    expect(new URL(list.page.url()).search).toBe('?range=1h');
  });
});

describe('cancelling', () => {
  test('check 38: one task, by keyboard alone', async () => {
    const prompt = 'What is cancelled by a key?';
    const taskId = await askListed(prompt, LONG);
    const list = await openTasks(app);
    await list.waitForRow(taskId, 'running');
    await list.page.keyboard.press('j');
    expect(await list.page.evaluate("document.activeElement.closest('[data-task]').dataset.task")).toBe(
      taskId,
    );
    await list.page.keyboard.press('c');
    await list.page.getByTestId('confirm-yes').focus();
    await list.page.keyboard.press('Enter');
    await expectStopped(list, [prompt], [taskId]);
  });

  test('check 38: three that were ticked, when somebody has said yes', async () => {
    const prompts = ['The first of three?', 'The second of three?', 'The third of three?'];
    const taskIds = await Promise.all(prompts.map((prompt) => askListed(prompt, LONG)));
    const other = await askListed('What goes on beside them?', LONG);
    const list = await openTasks(app);
    for (const id of taskIds) {
      await list.waitForRow(id, 'running');
      await list.tick(id);
    }
    await list.page.getByTestId('cancel-selected').click();
    await list.confirm();
    await expectStopped(list, prompts, taskIds);
    expect((await getStatus(app.url, other)).status).toBe('running');
    await cancelAll(other);
  });

  test('is nothing that happens without a yes', async () => {
    const taskId = await askListed('What goes on?', LONG);
    const list = await openTasks(app);
    await list.waitForRow(taskId, 'running');
    await list.tick(taskId);
    await list.page.keyboard.press('c');
    await list.page.getByTestId('confirm-no').click();
    expect((await getStatus(app.url, taskId)).cancel_requested).toBe(false);
    await cancelAll(taskId);
    await list.waitForRow(taskId, 'cancelled');
  });
});
