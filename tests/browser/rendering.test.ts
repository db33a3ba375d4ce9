import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { STACK_START_MS, startTestStack, type TestStack } from '../support/test-stack.ts';
import { launchBrowser, openChat, type ChatPage } from './support/chat-page.ts';
import { CODE, EVERY_CONSTRUCT } from './support/every-construct.ts';
import { startFixedProvider, type FixedProvider } from './support/fixed-provider.ts';
import { HOSTILE_ANSWER, HOSTILE_TEXTS } from './support/hostile-markdown.ts';

let provider: FixedProvider;
let stack: TestStack;
let browser: Browser;

beforeAll(async () => {
  provider = await startFixedProvider();
  stack = await startTestStack({
    services: ['simulator', 'gateway', 'generator', 'persister'],
    env: { OPENAI_API_KEY: 'none', OPENAI_BASE_URL: provider.url },
  });
  browser = await launchBrowser();
}, STACK_START_MS);

afterAll(async () => {
  await browser?.close();
  await stack?.dispose();
  await provider?.close();
});

/** The page on which this text was streamed as an answer. */
async function stream(text: string, question: string): Promise<ChatPage> {
  provider.setText(text);
  const chat = await openChat(browser, stack.url);
  await chat.chooseModel('fixed', 'openai');
  await chat.ask(question);
  await chat.waitForStatus('complete');
  return chat;
}

test('an answer that was streamed looks like one that was read whole', async () => {
  const chat = await stream(EVERY_CONSTRUCT, 'Show me everything.');
  const streamed = await chat.page.getByTestId('text').innerHTML();
  expect(streamed).toContain('<h1>Title</h1>');
  const other = await openChat(browser, chat.page.url());
  await other.waitForStatus('complete');
  expect(await other.page.getByTestId('text').innerHTML()).toBe(streamed);
  expect(await other.copyAnswer()).toBe(EVERY_CONSTRUCT);
});

test('the button of a code block copies its code and nothing else', async () => {
  const chat = await stream(EVERY_CONSTRUCT, 'Show me code.');
  const block = chat.page.locator('.code-block', { hasText: 'const a' });
  expect(await block.locator('.code-lang').textContent()).toBe('ts');
  await block.getByRole('button', { name: 'Copy' }).click();
  expect(await chat.page.evaluate('navigator.clipboard.readText()')).toBe(CODE);
});

/** What must not be in an answer, whatever it says. */
const FORBIDDEN = [
  'script, style, iframe, object, embed, form, input, select, textarea, svg, math, img, video, audio, link, meta, base',
  '[style], [id], [name], [onerror], [onload], [onclick], [src]',
  'a[href^="javascript:" i], a[href^="data:" i], a[href^="vbscript:" i], a[href^="blob:" i]',
  'a:not([rel="noopener noreferrer nofollow"])[href]',
].join(', ');

test('a hostile answer is text and nothing else, while it streams and afterwards', async () => {
  expect(HOSTILE_TEXTS.length).toBeGreaterThanOrEqual(60);
  const chat = await stream(HOSTILE_ANSWER, 'Attack.');

  const text = chat.page.getByTestId('text');
  expect(await text.innerText()).toMatch(/The end\.$/);
  expect(await text.locator(FORBIDDEN).evaluateAll((found) => found.map(String))).toEqual([]);
  for (const link of await text.locator('a').all()) await link.hover();
  expect(await chat.page.evaluate('window.__pwned')).toBeUndefined();
  expect(chat.requestsElsewhere).toEqual([]);
  expect((await chat.readRecord()).violations).toEqual([]);
  expect(await chat.copyAnswer()).toBe(HOSTILE_ANSWER);

  await chat.page.reload();
  await chat.waitForStatus('complete');
  expect(await chat.page.evaluate('window.__pwned')).toBeUndefined();
  expect(await text.locator(FORBIDDEN).count()).toBe(0);
});

test('an image elsewhere is a link that names its host', async () => {
  const chat = await stream('See ![a cat](https://images.example/cat.png).', 'Show me a cat.');
  const link = chat.page.getByTestId('text').getByRole('link');
  expect(await link.textContent()).toBe('Image from images.example: a cat');
  expect(await link.getAttribute('href')).toBe('https://images.example/cat.png');
  expect(chat.requestsElsewhere).toEqual([]);
});

test('a hostile question is text as well', async () => {
  const question = HOSTILE_TEXTS.join(' ');
  const chat = await stream('No.', question);
  expect(await chat.page.getByTestId('prompt').textContent()).toBe(question);
  expect(await chat.page.evaluate('window.__pwned')).toBeUndefined();
  expect((await chat.readRecord()).violations).toEqual([]);
});
