import type { Browser } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { driveChat, type ChatPage } from './drive-chat.ts';

export { launchBrowser } from './launch-browser.ts';
export type { ChatPage } from './drive-chat.ts';

/** A page of its own in a browser profile of its own. It is closed when the test ends. */
export async function openChat(browser: Browser, url: string): Promise<ChatPage> {
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  return driveChat(context, url);
}
