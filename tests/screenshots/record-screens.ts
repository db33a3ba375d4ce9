import type { Browser } from 'playwright-core';
import { goToScreen, makeEveryScreen, type Screen } from '../browser/support/every-screen.ts';
import { generate, readStream } from '../support/api.ts';
import type { TestStack } from '../support/test-stack.ts';

const SIZES = [
  { name: 'wide', width: 1280, height: 800 },
  { name: 'narrow', width: 390, height: 844 },
] as const;
const THEMES = ['light', 'dark'] as const;
const MODEL = 'sim-writer@tps=600,tokens=420';
/** What the list beside the screens is filled with; the last is the one that is shown. */
const QUESTIONS = [
  'What makes a log a good source of truth?',
  'Compare Kafka, NATS and Redis Streams in a table',
  'Explain leases and fencing tokens to a newcomer',
  'Write a retry with full jitter in TypeScript',
  'How do I upgrade Postgres without downtime?',
];

/** Those that tell most, beside an answer; the others look alike. */
const SHOWN = [
  'a new chat',
  'tasks',
  'a task',
  'the events of a task',
  'a batch',
  'a new batch',
  'stats',
  'the providers',
];

/** The screens of the web app, wide and narrow, light and dark. */
export async function recordScreens(stack: TestStack, browser: Browser, folder: string): Promise<void> {
  const others = await makeEveryScreen(stack, 'Plan a week of meals');
  const screens = [await makeConversations(stack), ...others.filter(({ name }) => SHOWN.includes(name))];
  for (const { name: size, ...viewport } of SIZES) {
    const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
    const page = await context.newPage();
    for (const screen of screens) {
      await goToScreen(page, stack.url, screen);
      for (const colorScheme of THEMES) {
        await page.emulateMedia({ colorScheme });
        const name = `${screen.name.replaceAll(' ', '-')}-${size}-${colorScheme}`;
        await page.screenshot({ path: `${folder}/${name}.png` });
      }
    }
    await context.close();
  }
}

async function makeConversations({ url }: TestStack): Promise<Screen> {
  let path = '/';
  for (const prompt of QUESTIONS) {
    const { task_id, conversation_id } = await generate(url, { prompt, model: MODEL });
    await readStream(url, task_id);
    path = `/c/${conversation_id}`;
  }
  return { name: 'an answer', path };
}
