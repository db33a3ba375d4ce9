import type { StackOptions } from '@continuo/deploy/local-stack/start-stack';
import type { Browser, BrowserContext, BrowserContextOptions, LaunchOptions } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { borrowPostgres, type BorrowedStore } from '../../support/stores.ts';
import { STACK_START_MS, startTestStack, type TestStack } from '../../support/test-stack.ts';
import { driveChat, type ChatPage } from './drive-chat.ts';
import { MODEL } from './expect-answer.ts';
import { launchBrowser } from './launch-browser.ts';

export interface AppOptions extends Partial<StackOptions> {
  launch?: LaunchOptions;
}

/** The whole of Continuo and a Chromium, both of one test file alone. */
export interface App {
  readonly stack: TestStack;
  readonly url: string;
  readonly browser: Browser;
  /** A browser profile of its own. It is closed when the test ends. */
  openProfile: (options?: BrowserContextOptions) => Promise<BrowserContext>;
  /** A page in such a profile. @param url default: the gateway's */
  openChat: (url?: string) => Promise<ChatPage>;
  /** The same, where this was asked. */
  ask: (prompt: string, model?: string, url?: string) => Promise<ChatPage>;
}

/**
 * To be called at the top of a test file: what it returns is there from the first test to the last.
 *
 * @param options asked for when it starts, behind earlier hooks of the file
 */
export function useApp(options: AppOptions | (() => AppOptions) = {}): App {
  let database: BorrowedStore | undefined;
  let stack: TestStack | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    const { launch, ...stackOptions } = typeof options === 'function' ? options() : options;
    // Making a database cluster is most of what a private one costs.
    database = await borrowPostgres();
    // What a test kills is back at once, however often.
    stack = await startTestStack({ databaseUrl: database.url, restartDelayMsMax: 0, ...stackOptions });
    browser = await launchBrowser(launch);
  }, STACK_START_MS);
  afterAll(async () => {
    await browser?.close();
    await stack?.dispose();
    await database?.giveBack();
  });

  const app: App = {
    get stack() {
      return started(stack);
    },
    get url() {
      return started(stack).url;
    },
    get browser() {
      return started(browser);
    },
    openProfile: async (profile) => {
      const context = await app.browser.newContext(profile);
      onTestFinished(() => context.close());
      return context;
    },
    openChat: async (url = app.url) => driveChat(await app.openProfile(), url),
    ask: async (prompt, model = MODEL, url = app.url) => {
      const chat = await app.openChat(url);
      await chat.chooseModel(model);
      await chat.ask(prompt);
      return chat;
    },
  };
  return app;
}

function started<Part>(part: Part | undefined): Part {
  if (part === undefined) throw new Error('the app is there during tests only');
  return part;
}
