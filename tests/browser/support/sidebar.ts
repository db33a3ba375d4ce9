import type { Locator, Page } from 'playwright-core';
import { eventually } from '../../support/eventually.ts';

/** The list of conversations as a person handles it. */
export interface SidebarDriver {
  /** The row with this title. */
  row: (title: string) => Locator;
  /** All titles from the top. */
  titles: () => Promise<string[]>;
  /** Waits until a row is marked so; undefined: not at all. */
  waitForMark: (title: string, mark: string | undefined) => Promise<void>;
  open: (title: string) => Promise<void>;
  /** Chooses from the row's menu, by the test id of the action. */
  choose: (title: string, action: string) => Promise<void>;
  toast: Locator;
}

export function driveSidebar(page: Page): SidebarDriver {
  const rows = page.getByTestId('conversation');
  const row = (title: string): Locator => rows.filter({ has: page.getByText(title, { exact: true }) });
  return {
    row,
    titles: () => rows.locator('a').evaluateAll((links) => links.map(({ title }) => title)),
    waitForMark: async (title, mark) => {
      await eventually(
        async () => ((await row(title).count()) === 1 ? row(title).getAttribute('data-mark') : 'no row'),
        (shown) => shown === (mark ?? null),
      );
    },
    open: (title) => row(title).getByTestId('conversation-link').click(),
    choose: async (title, action) => {
      await row(title).hover();
      await row(title).getByTestId('conversation-menu').click();
      await page.getByTestId(action).click();
    },
    toast: page.getByTestId('toast'),
  };
}
