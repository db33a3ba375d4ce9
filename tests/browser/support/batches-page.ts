import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { eventually } from '../../support/eventually.ts';
import type { App } from './use-app.ts';

/** The screens of batches, handled as a person would. */
export interface BatchesPage {
  page: Page;
  /** Fills the form of a new batch with prompts or JSONL. */
  write: (lines: string, settings?: { name?: string; model?: string; concurrency?: number }) => Promise<void>;
  start: () => Promise<void>;
  /** Waits for the screen of one batch, and gives its id. */
  waitForBatch: () => Promise<string>;
  /** Waits until so many lines have ended. */
  waitForEnded: (count: number) => Promise<void>;
  waitUntilOver: () => Promise<void>;
  /** How many lines stand in each part of the bar, by what is to be read below it. */
  readParts: () => Promise<Record<string, number>>;
  /** Ended lines as the bar showed them since the page was loaded, whenever that had changed. */
  readProgress: () => Promise<number[]>;
  choose: (menuItem: string) => Promise<void>;
  confirm: () => Promise<void>;
  /** The lines of the file that a menu item gives. */
  download: (menuItem: string) => Promise<string[]>;
}

/** Text, because the tests are checked without the browser's types. */
const RECORDER = `
window.__progress = [];
new MutationObserver(() => {
  const shown = document.querySelector('[data-testid=batch-page] [data-testid=progress]')?.getAttribute('aria-valuenow');
  if (shown && window.__progress.at(-1) !== Number(shown)) window.__progress.push(Number(shown));
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-valuenow'] });
`;

/** In a browser profile of its own, which is closed when the test ends. @param path of the first screen */
export async function openBatches(app: App, path: string): Promise<BatchesPage> {
  const context = await app.openProfile({ acceptDownloads: true });
  await context.addInitScript(RECORDER);
  const page = await context.newPage();
  await page.goto(new URL(path, app.url).href);
  const ofBatch = page.getByTestId('batch-page');
  const choose = async (menuItem: string): Promise<void> => {
    await page.getByTestId('batch-menu').filter({ visible: true }).first().click();
    await page.getByTestId(menuItem).click();
  };

  return {
    page,
    choose,
    write: async (lines, { name = '', model, concurrency = 4 } = {}) => {
      await page.getByTestId('lines-text').fill(lines);
      await page.getByTestId('batch-name').fill(name);
      await page.getByTestId('batch-concurrency').fill(String(concurrency));
      if (model === undefined) return;
      await page.getByTestId('model').selectOption('simulator ');
      await page.getByTestId('model-name').fill(model);
      await page.getByTestId('model-name').press('Enter');
    },
    start: () => page.getByTestId('start-batch').click(),
    waitForBatch: async () => {
      await ofBatch.waitFor();
      return (await ofBatch.getAttribute('data-batch')) ?? '';
    },
    waitForEnded: async (count) => {
      await eventually(
        () => ofBatch.getByTestId('progress').getAttribute('aria-valuenow'),
        (ended) => Number(ended) >= count,
      );
    },
    waitUntilOver: () => page.locator('[data-testid=batch-page] [data-over]').waitFor({ state: 'attached' }),
    readParts: async () =>
      Object.fromEntries(
        await ofBatch
          .locator('[data-part]')
          .evaluateAll((parts) =>
            parts.map((part): [string, number] => [
              part.getAttribute('data-part') ?? '',
              Number(part.getAttribute('data-count')),
            ]),
          ),
      ),
    readProgress: () => page.evaluate<number[]>('window.__progress'),
    confirm: () => page.getByTestId('confirm-yes').filter({ visible: true }).click(),
    download: async (menuItem) => {
      const [file] = await Promise.all([page.waitForEvent('download'), choose(menuItem)]);
      const text = await readFile(await file.path(), 'utf8');
      return text.trimEnd().split('\n');
    },
  };
}
