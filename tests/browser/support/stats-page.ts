import type { StatsReply } from '@continuo/shared/protocol/stats-api';
import type { Page, Response } from 'playwright-core';
import type { App } from './use-app.ts';

/** The screen of figures, as a person reads it. */
export interface StatsPage {
  page: Page;
  /** Whatever the page was told by the service. */
  replies: StatsReply[];
  /** The figure of a card. */
  readFigure: (card: string) => Promise<string>;
  /** What a chart draws: the values of each series, in the order of time. */
  readPoints: (chart: string) => Promise<(number | null)[][]>;
  showTable: (chart: string) => Promise<void>;
  /** The rows of a chart's table: where each bucket begins, unix ms, and its values. */
  readTable: (chart: string) => Promise<{ at: number; values: (number | null)[] }[]>;
}

/** In a browser profile of its own, which is closed when the test ends. @param search of the address, with its `?` */
export async function openStats(app: App, search = ''): Promise<StatsPage> {
  const context = await app.openProfile();
  const page = await context.newPage();
  const replies: StatsReply[] = [];
  page.on('response', (response) => {
    if (response.url().includes('/api/stats')) void keepReply(response, replies);
  });
  await page.goto(`${app.url}/stats${search}`);
  return {
    page,
    replies,
    readFigure: (card) => page.getByTestId(card).getByTestId('value').innerText(),
    readPoints: async (chart) =>
      JSON.parse((await page.getByTestId(chart).getAttribute('data-points')) ?? '[]') as (number | null)[][],
    showTable: (chart) => page.getByTestId(chart).getByTestId('toggle-table').click(),
    readTable: (chart) =>
      page
        .getByTestId(chart)
        .locator('tr[data-at]')
        .evaluateAll((rows) =>
          rows.map((row) => ({
            at: Number(row.getAttribute('data-at')),
            values: [...row.querySelectorAll('[data-value]')].map((cell) => {
              const value = cell.getAttribute('data-value') ?? '';
              return value === '' ? null : Number(value);
            }),
          })),
        ),
  };
}

async function keepReply(response: Response, replies: StatsReply[]): Promise<void> {
  if (!response.ok()) return;
  // A page that is left takes what it was told with it.
  const reply = await response.json().catch(() => undefined);
  if (reply) replies.push(reply as StatsReply);
}
