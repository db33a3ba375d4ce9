import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BatchListReply, BatchReply } from '@continuo/shared/protocol/batch-api';
import { expectedAnswer } from '@continuo/simulator/model-name';
import { describe, expect, onTestFinished, test } from 'vitest';
import { oneTo } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { useApp } from './support/use-app.ts';
import { openBatches } from './support/batches-page.ts';

const MODEL = 'sim-writer@tps=100,tokens=40';
/** Outlasts any test. */
const LONG = 'sim-writer@tps=20,tokens=4000';

const app = useApp({ generators: 2 });

interface Result {
  custom_id: string;
  text: string;
}

async function listBatches(): Promise<BatchReply[]> {
  return ((await (await fetch(`${app.url}/api/batches`)).json()) as BatchListReply).batches;
}

async function createBatch(lines: unknown[], settings: object): Promise<string> {
  const response = await fetch(`${app.url}/api/batches`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ lines, ...settings }),
  });
  return ((await response.json()) as BatchReply).batch_id;
}

test('check 39: a batch of 50 goes on over a killed worker and a reload, and never goes back', async () => {
  const prompts = oneTo(50).map((number) => `What of number ${number}?`);
  const jsonl = prompts.map((prompt, i) => JSON.stringify({ custom_id: `n${i + 1}`, prompt })).join('\n');
  const screen = await openBatches(app, '/batches');
  await screen.page.getByTestId('no-batches').getByTestId('new-batch').click();
  await screen.write(jsonl, { name: 'Fifty', model: MODEL, concurrency: 6 });
  await screen.start();
  const id = await screen.waitForBatch();

  await screen.waitForEnded(10);
  process.kill(app.stack.process('generator').pid, 'SIGKILL');
  await screen.waitForEnded(20);
  const before = await screen.readProgress();
  await screen.page.reload();
  await screen.waitUntilOver();
  const after = await screen.readProgress();

  expect(after[0]).toBeGreaterThanOrEqual(before.at(-1) ?? 0);
  for (const shown of [before, after]) expect(shown).toEqual(shown.toSorted((a, b) => a - b));
  expect(await screen.readParts()).toEqual({ completed: 50 });
  const results = (await screen.download('download')).map((line) => JSON.parse(line) as Result);
  expect(results.map(({ custom_id }) => custom_id)).toEqual(oneTo(50).map((number) => `n${number}`));
  expect(results.map(({ text }) => text)).toEqual(
    prompts.map((prompt) => expectedAnswer(MODEL, prompt).text),
  );
  expect(await screen.download('download-openai')).toHaveLength(50);
  expect((await listBatches()).map(({ batch_id }) => batch_id)).toEqual([id]);
});

describe('a start', () => {
  test('whose reply is lost makes one batch, also over a reload', async () => {
    const known = (await listBatches()).length;
    const screen = await openBatches(app, '/batches/new');
    const keys = new Set<string | undefined>();
    await screen.page.route('**/api/batches?*', async (route) => {
      keys.add(route.request().headers()['idempotency-key']);
      await route.fetch();
      await route.abort();
    });
    await screen.write('What is started once?', { model: MODEL });
    await screen.start();
    await screen.page.getByTestId('starting').waitFor();
    await eventually(
      () => listBatches(),
      (batches) => batches.length === known + 1,
    );
    // One may be under way.
    await screen.page.unrouteAll({ behavior: 'wait' });
    await screen.page.reload();
    await screen.waitForBatch();
    await screen.waitUntilOver();
    expect(keys.size).toBe(1);
    expect(await listBatches()).toHaveLength(known + 1);
  });

  test('is held back by lines that cannot be sent, the first five of which are named', async () => {
    const screen = await openBatches(app, '/batches/new');
    const bad = ['no JSON', '{}', '7', '{"prompt":""}', '{"prompt":"a","stream":true}', '[]'];
    await screen.write(['{"prompt":"Why?"}', ...bad].join('\n'));
    const faults = screen.page.getByTestId('line-faults');
    await faults.waitFor();
    const lines = faults.locator('li');
    expect(await lines.evaluateAll((all) => all.map((line) => line.getAttribute('data-line')))).toEqual([
      '2',
      '3',
      '4',
      '5',
      '6',
    ]);
    expect(await faults.innerText()).toContain('6 lines cannot be sent');
    expect(await screen.page.getByTestId('start-batch').isDisabled()).toBe(true);
    await screen.page.getByTestId('lines-text').fill('{"prompt":"Why?"}');
    await faults.waitFor({ state: 'detached' });
    expect(await screen.page.getByTestId('start-batch').isEnabled()).toBe(true);
  });

  test('that the service refuses says of which line, and why', async () => {
    const screen = await openBatches(app, '/batches/new');
    await screen.write('"fine"\n{"prompt":"elsewhere","provider":"nobody"}');
    await screen.start();
    const faults = screen.page.getByTestId('line-faults');
    await faults.waitFor();
    expect(await faults.locator('[data-line="2"]').innerText()).toContain('/provider');
    // What was written is still there to be put right.
    expect(await screen.page.getByTestId('lines-text').inputValue()).toContain('nobody');
  });

  test('of 10,000 lines in 60 MB is checked without the page standing still', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'continuo-batch-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'large.jsonl');
    const text = 'word '.repeat(1_200);
    writeFileSync(
      file,
      oneTo(10_000)
        .map((line) => JSON.stringify({ prompt: `${line} ${text}` }))
        .join('\n'),
    );
    const screen = await openBatches(app, '/batches/new');
    await screen.page.evaluate(
      "window.__tasks = []; new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => window.__tasks.push(duration))).observe({ type: 'longtask' })",
    );
    await screen.page.getByTestId('file-input').setInputFiles(file);
    await screen.page.getByTestId('estimate').getByText('10,000', { exact: true }).waitFor();
    expect(await screen.page.getByTestId('start-batch').isEnabled()).toBe(true);
    const longest = Math.max(0, ...(await screen.page.evaluate<number[]>('window.__tasks')));
    expect(longest).toBeLessThan(500);
  });
});

test('failed lines are shown by the address, lead to their tasks, and can be retried', async () => {
  await app.stack.simulator.addPlan({
    match: { prompt: 'What fails once?' },
    times: 1,
    plan: { fault: '401' },
  });
  const id = await createBatch(['What works?', 'What fails once?'], { defaults: { model: MODEL } });
  const screen = await openBatches(app, `/batches/${id}`);
  await screen.waitUntilOver();
  expect(await screen.readParts()).toEqual({ completed: 1, failed: 1 });
  await screen.page.getByTestId('filter-failed').click();
  await screen.page.locator('[data-testid=line][data-status=failed]').waitFor();
  await screen.page.reload();
  await screen.page.locator('[data-testid=line]').waitFor();
  expect(new URL(screen.page.url()).searchParams.get('status')).toBe('failed');
  const link = screen.page.getByTestId('line-task');
  expect(await link.innerText()).toBe('What fails once?');
  expect(await link.getAttribute('href')).toMatch(/^\/tasks\/t0_/);

  await screen.page.getByTestId('retry-failed').filter({ visible: true }).click();
  await screen.page.getByTestId('no-lines').waitFor();
  await screen.waitUntilOver();
  await eventually(
    () => screen.readParts(),
    ({ completed, failed }) => completed === 2 && failed === undefined,
  );
});

test('a batch is paused, resumed, cancelled and deleted, and the list follows', async () => {
  const id = await createBatch(['a', 'b', 'c'], {
    name: 'Too much',
    concurrency: 1,
    defaults: { model: LONG },
  });
  const screen = await openBatches(app, `/batches/${id}`);
  const list = await openBatches(app, '/batches');
  const listed = list.page.locator(`[data-batch="${id}"]`);
  const waitForStatus = async (status: string): Promise<void> => {
    for (const place of [screen.page.getByTestId('batch-page'), listed]) {
      await place.locator(`[data-testid=batch-status][data-status=${status}]`).waitFor();
    }
  };
  await waitForStatus('running');
  await screen.page.getByTestId('pause').filter({ visible: true }).click();
  await waitForStatus('paused');
  await screen.page.getByTestId('resume').filter({ visible: true }).click();
  await waitForStatus('running');
  await screen.choose('cancel-batch');
  await screen.confirm();
  await waitForStatus('cancelled');
  await screen.waitUntilOver();
  expect(await screen.readParts()).toEqual({ cancelled: 3 });
  await screen.choose('delete-batch');
  await screen.confirm();
  await screen.page.getByTestId('batches').waitFor();
  await screen.page.locator(`[data-batch="${id}"]`).waitFor({ state: 'detached' });
  expect((await listBatches()).map(({ batch_id }) => batch_id)).not.toContain(id);
});
