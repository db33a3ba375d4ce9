import type { Page } from 'playwright-core';
import { eventually } from '../../support/eventually.ts';
import type { App } from './use-app.ts';

/** The page of one task, handled as a person would. */
export interface TaskPage {
  page: Page;
  waitForStatus: (status: string) => Promise<void>;
  openTab: (tab: 'timeline' | 'events' | 'io') => Promise<void>;
  /** How many entries the lines of the table of events tell of, those in groups included. */
  countEvents: () => Promise<number>;
  /** Names of the bars of attempts. */
  readAttemptBars: () => Promise<string[]>;
}

/** In a browser profile of its own, which is closed when the test ends. @param address behind `/tasks/` */
export async function openTask(app: App, address: string): Promise<TaskPage> {
  const context = await app.openProfile();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  await page.goto(`${app.url}/tasks/${address}`);
  return {
    page,
    waitForStatus: async (status) => {
      await eventually(
        () => page.getByTestId('task-status').getAttribute('data-status'),
        (shown) => shown === status,
        60_000,
      );
    },
    openTab: (tab) => page.getByTestId(`tab-${tab}`).click(),
    countEvents: async () => {
      const names = await page
        .getByTestId('event-row')
        .evaluateAll((rows) => rows.map((row) => row.innerText));
      return names.reduce((sum, name) => sum + Number(/×([\d,]+)/.exec(name)?.[1]?.replace(',', '') ?? 1), 0);
    },
    readAttemptBars: () =>
      page
        .getByTestId('bar-attempt')
        .evaluateAll((bars) => bars.map((bar) => bar.getAttribute('aria-label') ?? '')),
  };
}
