import type { Locator, Page } from 'playwright-core';

/** The settings, handled as a person would. */
export interface SettingsPage {
  open: (section: 'providers' | 'models' | 'appearance' | 'data' | 'shortcuts') => Promise<void>;
  /** The row of one setting. */
  setting: (testId: string) => Locator;
  /** Chooses the radio button of that value in a row. */
  choose: (testId: string, value: string) => Promise<void>;
  /** Writes into the number field of a row, and leaves it. */
  write: (testId: string, text: string) => Promise<void>;
}

/** @param url of the web app */
export function driveSettings(page: Page, url: string): SettingsPage {
  const setting = (testId: string): Locator => page.getByTestId(testId);
  return {
    open: async (section) => {
      await page.goto(new URL(`/settings/${section}`, url).href);
      await page.getByTestId(`settings-${section}`).and(page.locator('[aria-current=page]')).waitFor();
    },
    setting,
    choose: (testId, value) => setting(testId).locator(`label:has(input[value="${value}"])`).click(),
    write: async (testId, text) => {
      const field = page.getByTestId(`${testId}-field`);
      await field.fill(text);
      await field.press('Enter');
    },
  };
}
