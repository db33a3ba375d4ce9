import { isDeepStrictEqual } from 'node:util';
import type { StatsReply } from '@continuo/shared/protocol/stats-api';
import { expect, test } from 'vitest';
import { generate, readToTheEnd } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { useApp } from './support/use-app.ts';
import { openStats } from './support/stats-page.ts';

const MODEL = 'sim-writer@tps=200,tokens=40';
/** Outlasts any test. */
const LONG = 'sim-writer@tps=20,tokens=4000';

const app = useApp();

async function askToTheEnd(prompt: string, model = MODEL): Promise<void> {
  const { task_id } = await generate(app.url, { prompt, model });
  await readToTheEnd(app.stack.urls, task_id);
}

type Series = StatsReply['series'];

/** What the service says of a bucket, in the order of the chart's series. */
function valuesOf({ at, by_status: of, hits }: Series['buckets'][number]) {
  const values = [of.completed - hits, hits, of.failed, of.cancelled, of.queued + of.running];
  return { at, values };
}

function drawnOf({ buckets }: Series): number[][] {
  return [0, 1, 2, 3, 4].map((series) => buckets.map((bucket) => valuesOf(bucket).values[series] ?? NaN));
}

test('without tasks there is nothing but the queue and its workers', async () => {
  const { page } = await openStats(app);
  await page.getByTestId('no-stats').waitFor();
  await page.locator('[data-worker]').first().waitFor();
  expect(await page.getByTestId('depth').innerText()).toBe('0');
});

test('check 23: the hit rate rises when an answer comes from the cache, without a reload', async () => {
  await askToTheEnd('What is asked twice?');
  const stats = await openStats(app, '?range=1h');
  await eventually(
    () => stats.readFigure('hit-rate'),
    (shown) => shown === '0%',
  );
  await askToTheEnd('What is asked twice?');
  await eventually(
    () => stats.readFigure('hit-rate'),
    (shown) => shown === '50%',
  );
  expect(await stats.readFigure('tasks')).toBe('2');
});

test('the table of a chart has what the chart draws, and both what the service counts', async () => {
  await askToTheEnd('What fails?', 'sim-writer@fault=401');
  const stats = await openStats(app, '?range=1h');
  await eventually(
    () => stats.page.getByTestId('tasks-chart').getByTestId('summary').innerText(),
    (summary) => summary.includes('1 failed'),
  );
  await stats.page.locator('[data-testid=tasks-chart] canvas').waitFor({ state: 'attached' });
  await stats.showTable('tasks-chart');
  // Both of the same reply: neither changed while the other was read.
  const [points, table] = await eventually(
    async () => {
      const drawn = await stats.readPoints('tasks-chart');
      const listed = await stats.readTable('tasks-chart');
      return [drawn, listed, await stats.readPoints('tasks-chart')] as const;
    },
    ([before, , after]) => isDeepStrictEqual(before, after),
  );

  const reply = stats.replies.find(({ series }) => isDeepStrictEqual(drawnOf(series), points));
  const told = reply?.series.buckets.map(valuesOf) ?? [];
  const rows = told.filter(({ values }) => values.some((value) => value > 0));
  expect(rows.flatMap(({ values }) => values)).toContain(1);
  expect(table).toEqual(rows);
});

test('figures lead to the tasks that they count, and the range is in the address', async () => {
  const stats = await openStats(app);
  await stats.page.locator('label:has(input[name=range][value="1h"])').click();
  await stats.page.locator('[data-testid=stats][data-range="1h"]').waitFor();
  await stats.page.reload();
  await stats.page.locator('[data-testid=stats][data-range="1h"]').waitFor();
  await stats.page.getByTestId('tasks').getByText('1 failed').click();
  await stats.page.locator('[data-testid=task-row][data-status=failed]').waitFor();
  const { searchParams } = new URL(stats.page.url());
  expect([searchParams.get('status'), searchParams.get('range')]).toEqual(['failed', '1h']);
  expect(await stats.page.getByTestId('task-row').count()).toBe(1);
});

test('a worker is shown with the task that it holds, as long as it does', async () => {
  const stats = await openStats(app, '?range=1h');
  const { task_id } = await generate(app.url, { prompt: 'What is held?', model: LONG });
  const link = stats.page.getByTestId('workers').locator(`a[href="/tasks/${task_id}"]`);
  await link.first().waitFor();
  await fetch(`${app.url}/api/chat/cancel/${task_id}`, { method: 'POST' });
  await link.first().waitFor({ state: 'detached' });
  expect(await link.count()).toBe(0);
});
