import type { Locator, Page } from 'playwright-core';
import { eventually } from '../../support/eventually.ts';
import type { App } from './use-app.ts';

/** The list of tasks, handled as a person would. */
export interface TasksPage {
  page: Page;
  row: (taskId: string) => Locator;
  /** Ids of the rows on the page, from above. */
  readOrder: () => Promise<string[]>;
  waitForRow: (taskId: string, status: string) => Promise<void>;
  tick: (taskId: string) => Promise<void>;
  confirm: () => Promise<void>;
}

const ROW = '[data-testid=task-row]';

/** In a browser profile of its own, which is closed when the test ends. @param search of the address, with its `?` */
export async function openTasks(app: App, search = ''): Promise<TasksPage> {
  const context = await app.openProfile();
  const page = await context.newPage();
  await page.goto(`${app.url}/tasks${search}`);
  const row = (taskId: string): Locator => page.locator(`${ROW}[data-task="${taskId}"]`);
  return {
    page,
    row,
    readOrder: () =>
      page.locator(ROW).evaluateAll((rows) => rows.map((each) => each.getAttribute('data-task') ?? '')),
    waitForRow: async (taskId, status) => {
      await row(taskId).waitFor();
      await eventually(
        () => row(taskId).getAttribute('data-status'),
        (shown) => shown === status,
      );
    },
    tick: (taskId) => row(taskId).getByTestId('select-task').check(),
    confirm: () => page.getByTestId('confirm-yes').click(),
  };
}
