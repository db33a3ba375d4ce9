import type { HistoryReply } from '@continuo/shared/protocol/workflow-api';
import { expectedAnswer } from '@continuo/simulator/model-name';
import { beforeAll, expect, test } from 'vitest';
import { generate, getResult, getStatus, getWorkflow } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { useApp } from './support/use-app.ts';
import { openTask } from './support/task-page.ts';

const LONG = 'sim-writer@tps=20,tokens=4000';
/** What the Now card may say while a worker is well: its sign comes with each chunk, and every 2 s in any case. */
const SIGN_MS_MAX = 2_000;
/** Of a longer log so much of its end is read unasked. */
const TAIL_ENTRIES = 2_000;
/** And so much more each time that one asks. */
const EARLIER_ENTRIES = 1_000;
/** A bound for the making of one, which goes on beside the other tests. */
const LONG_LOG_MS = 120_000;
/** Of the browser's window, px. */
const VIEW_HEIGHT = 720;

const app = useApp({ generators: 2 });

async function ask(prompt: string, model: string): Promise<string> {
  return (await generate(app.url, { prompt, model })).task_id;
}

const readWorkflow = (taskId: string) => getWorkflow(app.url, taskId);

/** Of the whole log, page by page. */
async function countHistory(taskId: string): Promise<number> {
  let count = 0;
  for (let from: number | null = 1; from !== null;) {
    const page = await fetch(`${app.url}/api/workflows/${taskId}/history?limit=200&from=${from}`);
    const reply = (await page.json()) as HistoryReply;
    count += reply.entries.length;
    from = reply.next_from;
  }
  return count;
}

/** One entry as the API has it. */
async function readEntry(taskId: string, seq: number): Promise<unknown> {
  const history = await fetch(`${app.url}/api/workflows/${taskId}/history?from=${seq}&limit=1`);
  return ((await history.json()) as HistoryReply).entries[0];
}

async function waitForEnd(taskId: string): Promise<void> {
  await eventually(
    () => getStatus(app.url, taskId),
    ({ finished_at: at }) => at !== null,
    60_000,
  );
}

let longTask: Promise<string>;

beforeAll(() => {
  // Tokens that come one after the other are an entry each.
  longTask = ask('What is logged at length?', 'sim-writer@tps=250,tokens=200000');
});

test('check 37: a takeover is told while it happens, and afterwards as two attempts and every event', async () => {
  const prompt = 'What is taken over?';
  const model = 'sim-writer@tps=40,tokens=400';
  const taskId = await ask(prompt, model);
  const task = await openTask(app, taskId);
  const card = task.page.getByTestId('now');
  await task.page.locator('[data-testid=now][data-now=writing]').waitFor();
  const [first] = (await readWorkflow(taskId)).attempts;
  expect(await card.innerText()).toContain(`Attempt 1 on ${first?.worker}`);
  await eventually(
    () => card.getAttribute('data-last-sign-ms'),
    (ms) => Number(ms) < SIGN_MS_MAX,
  );

  process.kill(Number(first?.worker.split('-').at(-1)), 'SIGKILL');
  await task.page.getByTestId('why').waitFor();
  const second = (await readWorkflow(taskId)).attempts[1];
  expect(await card.innerText()).toContain(`Attempt 2 on ${second?.worker}`);
  expect(await task.page.getByTestId('why').textContent()).toContain(`${first?.worker} was lost`);
  await eventually(
    () => card.getAttribute('data-last-sign-ms'),
    (ms) => Number(ms) < SIGN_MS_MAX,
  );

  await task.waitForStatus('completed');
  const bars = await task.readAttemptBars();
  expect(bars).toHaveLength(2);
  expect(bars[0]).toContain(`${first?.worker}, worker lost`);
  expect(bars[1]).toContain(`${second?.worker}, completed`);
  expect(await task.page.getByTestId('bar-takeover').count()).toBe(1);

  await task.openTab('events');
  await task.page.getByTestId('event-row').last().waitFor();
  await eventually(task.countEvents, (count) => count > 100);
  expect(await task.countEvents()).toBe(await countHistory(taskId));
  expect((await getResult(app.url, taskId)).text).toBe(expectedAnswer(model, prompt).text);
});

test('check 37: a link to an event selects it, in its group, and goes there', async () => {
  const taskId = await ask('What is linked to?', 'sim-writer@tps=100,tokens=300');
  await waitForEnd(taskId);
  // How many chunks the text came in depends on the machine: the middle one.
  const seq = Math.floor((await countHistory(taskId)) / 2);
  const task = await openTask(app, `${taskId}?tab=events&ev=${seq}`);
  const row = task.page.locator(`[data-testid=event-row][data-seq="${seq}"][data-selected]`);
  await row.waitFor();
  await eventually(
    () => row.boundingBox(),
    (box) => box !== null && box.y > 0 && box.y < VIEW_HEIGHT,
  );
  const shown = JSON.parse(await task.page.getByTestId('event-json').innerText()) as unknown;
  expect(shown).toEqual(await readEntry(taskId, seq));
  await task.page.getByTestId('close-event').click();
  expect(new URL(task.page.url()).searchParams.has('ev')).toBe(false);
});

test('a task that runs can be cancelled, and run again as another that is linked to it', async () => {
  const taskId = await ask('What is cancelled here?', LONG);
  const task = await openTask(app, taskId);
  await task.waitForStatus('running');
  await task.page.getByTestId('cancel-task').click();
  await task.page.getByTestId('confirm-yes').click();
  await task.waitForStatus('cancelled');

  await task.page.getByTestId('run-again').click();
  await eventually(
    () => Promise.resolve(new URL(task.page.url()).pathname),
    (path) => path !== `/tasks/${taskId}`,
  );
  await task.page.getByTestId('origin-link').waitFor();
  expect(await task.page.getByTestId('origin-link').getAttribute('href')).toBe(`/tasks/${taskId}`);
  await task.page.getByTestId('cancel-task').click();
  await task.page.getByTestId('confirm-yes').click();
  await task.waitForStatus('cancelled');
});

test('a task that was given up says why above everything, and goes on behind what is kept', async () => {
  const prompt = 'What is given up?';
  const model = 'sim-writer@tps=400,tokens=120';
  // The provider breaks off in mid-answer, and then puts it off for longer than anybody waits.
  await app.stack.simulator.addPlan({ match: { prompt }, plan: { fault: 'reset:60' } });
  await app.stack.simulator.addPlan({ match: { prompt }, times: 1, plan: { fault: '429', retry_after: 60 } });
  const taskId = await ask(prompt, model);
  await waitForEnd(taskId);
  const { text: kept } = await getResult(app.url, taskId);
  expect(kept.length).toBeGreaterThan(100);

  const task = await openTask(app, taskId);
  const failure = task.page.getByTestId('task-failure');
  expect(await failure.innerText()).toContain('provider_rate_limited: ');
  expect(await task.page.getByTestId('dead-letter').innerText()).toContain(String(kept.length));
  await task.page.getByTestId('continue-kept').click();
  await task.page.getByTestId('origin-link').waitFor();
  await task.waitForStatus('completed');
  const continued = new URL(task.page.url()).pathname.split('/').at(-1) ?? '';
  expect((await getResult(app.url, continued)).text).toBe(expectedAnswer(model, prompt).text);
});

test('what was asked and what came stand beside each other', async () => {
  const prompt = 'What is shown whole?';
  const model = 'sim-writer@tps=400,tokens=60';
  const taskId = await ask(prompt, model);
  await waitForEnd(taskId);
  const task = await openTask(app, `${taskId}?tab=io`);
  await task.page.getByText('Raw').click();
  expect(await task.page.getByTestId('output').textContent()).toBe(expectedAnswer(model, prompt).text);
  const input = JSON.parse((await task.page.getByTestId('input').textContent()) ?? '') as unknown;
  expect(input).toEqual((await readWorkflow(taskId)).input);
});

test('a task that is not there is no error of the page', async () => {
  const task = await openTask(app, `t0_${'0'.repeat(32)}`);
  await task.page.getByTestId('missing-task').waitFor();
  expect(await task.page.getByTestId('fault').count()).toBe(0);
});

test(
  'of a long log the end is shown, the rest on demand or where a link leads',
  { timeout: 2 * LONG_LOG_MS },
  async () => {
    const taskId = await longTask;
    await eventually(
      () => getStatus(app.url, taskId),
      ({ seq }) => seq > TAIL_ENTRIES,
      LONG_LOG_MS,
    );
    await fetch(`${app.url}/api/chat/cancel/${taskId}`, { method: 'POST' });
    await waitForEnd(taskId);
    const count = await countHistory(taskId);

    const task = await openTask(app, `${taskId}?tab=events`);
    const note = task.page.getByTestId('tail-note');
    await note.waitFor();
    await eventually(task.countEvents, (shown) => shown === TAIL_ENTRIES);
    await task.page.getByRole('button', { name: 'Read what is before' }).click();
    const more = Math.min(count, TAIL_ENTRIES + EARLIER_ENTRIES);
    await eventually(task.countEvents, (shown) => shown === more);

    const linked = await openTask(app, `${taskId}?tab=events&ev=2`);
    await linked.page.locator('[data-testid=event-row][data-seq="2"][data-selected]').waitFor();
    const shown = JSON.parse(await linked.page.getByTestId('event-json').innerText()) as unknown;
    expect(shown).toEqual(await readEntry(taskId, 2));
    expect(await linked.page.getByTestId('tail-note').count()).toBe(0);
    expect(await linked.countEvents()).toBe(count);
  },
);
