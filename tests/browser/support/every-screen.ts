import type { BatchReply } from '@continuo/shared/protocol/batch-api';
import type { Page } from 'playwright-core';
import { generate, readStream } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import type { TestStack } from '../../support/test-stack.ts';
import { EVERY_CONSTRUCT } from './every-construct.ts';

/** Every screen of the web app, with something on it. */
export interface Screen {
  name: string;
  path: string;
  /** What is opened on it before it is looked at. */
  open?: (page: Page) => Promise<void>;
}

const MODEL = 'sim-writer@tps=400,tokens=60';
const NAME_CHARS = 20;

/**
 * Puts something on every screen.
 *
 * @param subject what the questions, and so the titles, are made of
 */
export async function makeEveryScreen(stack: TestStack, subject = EVERY_CONSTRUCT): Promise<Screen[]> {
  const { url, simulator } = stack;
  const first = await generate(url, { prompt: subject, model: MODEL });
  await readStream(url, first.task_id);
  const { conversation_id } = first;
  const again = await generate(url, { regenerate_of: first.task_id });
  await readStream(url, again.task_id);
  const failing = `${subject} 2`;
  await simulator.addPlan({ match: { prompt: failing }, plan: { fault: 'quota' } });
  const failed = await generate(url, { prompt: failing, model: MODEL, conversation_id });
  await readStream(url, failed.task_id);
  const batch = await createBatch(url, subject);

  return [
    { name: 'a new chat', path: '/' },
    { name: 'a conversation', path: `/c/${conversation_id}` },
    { name: 'tasks', path: '/tasks' },
    { name: 'a task', path: `/tasks/${first.task_id}` },
    { name: 'the events of a task', path: `/tasks/${first.task_id}?tab=events` },
    { name: 'what went in and out of a task', path: `/tasks/${first.task_id}?tab=io` },
    { name: 'a task that failed', path: `/tasks/${failed.task_id}` },
    { name: 'batches', path: '/batches' },
    { name: 'a new batch', path: '/batches/new' },
    { name: 'a batch', path: `/batches/${batch.batch_id}` },
    { name: 'stats', path: '/stats' },
    { name: 'the providers', path: '/settings/providers' },
    { name: 'the settings of new chats', path: '/settings/models' },
    { name: 'the appearance', path: '/settings/appearance' },
    { name: 'the data', path: '/settings/data' },
    { name: 'the shortcuts', path: '/settings/shortcuts' },
    { name: 'the palette', path: '/', open: (page) => openBy(page, 'Control+k', 'palette') },
    { name: 'the help', path: '/tasks', open: (page) => openBy(page, 'Control+/', 'help') },
  ];
}

/** Goes to a screen and waits until all of it is there. */
export async function goToScreen(page: Page, url: string, screen: Screen): Promise<void> {
  await page.goto(new URL(screen.path, url).href);
  await page.locator('main').waitFor();
  await eventually(
    () => page.evaluate<number>("document.querySelectorAll('.skeleton').length"),
    (count) => count === 0,
  );
  await screen.open?.(page);
}

async function openBy(page: Page, keys: string, testId: string): Promise<void> {
  await page.keyboard.press(keys);
  await page.getByTestId(testId).waitFor();
}

async function createBatch(url: string, subject: string): Promise<BatchReply> {
  const response = await fetch(`${url}/api/batches`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      name: subject.slice(0, NAME_CHARS),
      defaults: { model: MODEL },
      lines: [`${subject} 3`, `${subject} 4`],
    }),
  });
  const { batch_id } = (await response.json()) as BatchReply;
  return await eventually(
    async () => (await (await fetch(`${url}/api/batches/${batch_id}`)).json()) as BatchReply,
    ({ finished_at }) => finished_at !== null,
  );
}
