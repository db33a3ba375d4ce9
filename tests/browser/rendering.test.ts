import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { useApp } from './support/use-app.ts';
import type { ChatPage } from './support/drive-chat.ts';
import { CODE_RECORDER, type CodeLook } from './support/code-record.ts';
import { CODE, EVERY_CONSTRUCT } from './support/every-construct.ts';
import { startFixedProvider, type FixedProvider } from './support/fixed-provider.ts';
import { FORBIDDEN } from './support/forbidden.ts';
import { HOSTILE_ANSWER, HOSTILE_TEXTS } from './support/hostile-markdown.ts';
import { startImageHost, type ImageHost } from './support/image-host.ts';
import { SHIFT_RECORDER } from './support/layout-shift.ts';

/** Long enough for a table, lists, code and formulas. */
const EVERYTHING = 'sim-writer@tps=200,tokens=1200';
const SHIFT_MAX = 0.05;

let provider: FixedProvider;
let images: ImageHost;

beforeAll(async () => {
  provider = await startFixedProvider();
  images = await startImageHost();
});

afterAll(async () => {
  await images?.close();
  await provider?.close();
});

const app = useApp(() => ({
  services: ['simulator', 'gateway', 'generator', 'persister'],
  env: { OPENAI_API_KEY: 'none', OPENAI_BASE_URL: provider.url },
}));

/** The page on which this text was streamed as an answer. */
async function stream(text: string, question: string, initScript?: string): Promise<ChatPage> {
  provider.setText(text);
  const chat = await app.openChat();
  if (initScript !== undefined) {
    await chat.page.addInitScript(initScript);
    await chat.page.reload();
  }
  await chat.chooseModel('fixed', 'openai');
  await chat.ask(question);
  await chat.waitForStatus('complete');
  return chat;
}

/** High enough for all of a text: what is far from the screen is not highlighted and not typeset. */
const HIGH = { width: 1280, height: 4000 };

test('an answer that was streamed looks like one that was read whole', async () => {
  const chat = await stream(EVERY_CONSTRUCT, 'Show me everything.');
  const other = await app.openChat(chat.page.url());
  await other.waitForStatus('complete');
  await Promise.all([chat, other].map(({ page }) => page.setViewportSize(HIGH)));
  const look = (): Promise<string[]> =>
    Promise.all([chat, other].map(({ page }) => page.getByTestId('text').innerHTML()));
  await eventually(look, ([one, two]) => one === two);
  expect((await look())[0]).toContain('<h1>Title</h1>');
  expect(await other.copyAnswer()).toBe(EVERY_CONSTRUCT);
});

test('check 31: code gets its colours once, when its fence closes, and nothing moves by it', async () => {
  const text = `So:\n\n\`\`\`ts\n${CODE}\n\`\`\`\n\nThat is it.`;
  const chat = await stream(text, 'Colour it.', CODE_RECORDER);
  const block = chat.page.locator('.code-block').first();
  await eventually(
    () => block.locator('code span').count(),
    (count) => count > 0,
  );
  const looks = await chat.page.evaluate<CodeLook[]>('window.__code');
  const whole = looks.filter(({ chars }) => chars === looks.at(-1)?.chars);
  const coloured = whole.findIndex(({ colours }) => colours > 0);
  expect(coloured).toBeGreaterThan(0);
  expect(new Set(whole.map(({ height }) => height)).size).toBe(1);
  expect(whole.slice(coloured).every(({ colours }) => colours > 0)).toBe(true);
  expect(looks.every(({ chars, colours }) => colours === 0 || chars === looks.at(-1)?.chars)).toBe(true);
});

test('check 31: the button of a code block copies its code and nothing else', async () => {
  const chat = await stream(EVERY_CONSTRUCT, 'Show me code.');
  const block = chat.page.locator('.code-block', { hasText: 'const a' });
  expect(await block.locator('.code-lang').textContent()).toBe('ts');
  await block.scrollIntoViewIfNeeded();
  await eventually(
    () => block.locator('code span').count(),
    (count) => count > 0,
  );
  await block.getByRole('button', { name: 'Copy' }).click();
  expect(await chat.page.evaluate('navigator.clipboard.readText()')).toBe(CODE);
});

test('long lines of code are wrapped on demand, in all blocks and on the next visit too', async () => {
  const chat = await stream(`\`\`\`\n${'long '.repeat(100)}\n\`\`\`\n`, 'Show me a long line.');
  const widthLeft = (): Promise<number> =>
    chat.page
      .locator('.code-body')
      .evaluate((pre: { scrollWidth: number; clientWidth: number }) => pre.scrollWidth - pre.clientWidth);
  expect(await widthLeft()).toBeGreaterThan(0);
  await chat.page.getByRole('button', { name: 'Wrap' }).click();
  expect(await widthLeft()).toBe(0);
  await chat.page.reload();
  await chat.waitForStatus('complete');
  expect(await widthLeft()).toBe(0);
  expect(await chat.page.getByRole('button', { name: 'Wrap' }).getAttribute('aria-pressed')).toBe('true');
});

test('check 29: a hostile answer is text and nothing else, while it streams and afterwards', async () => {
  expect(HOSTILE_TEXTS.length).toBeGreaterThanOrEqual(60);
  const chat = await stream(HOSTILE_ANSWER, 'Attack.');

  const text = chat.page.getByTestId('text');
  expect(await text.innerText()).toMatch(/The end\.$/);
  expect(await chat.page.locator(FORBIDDEN).evaluateAll((found) => found.map(String))).toEqual([]);
  for (const link of await text.locator('a').all()) await link.hover();
  expect(await chat.page.evaluate('window.__pwned')).toBeUndefined();
  expect(chat.requestsElsewhere).toEqual([]);
  expect((await chat.readRecord()).violations).toEqual([]);
  expect(await chat.copyAnswer()).toBe(HOSTILE_ANSWER);

  await chat.page.reload();
  await chat.waitForStatus('complete');
  expect(await chat.page.evaluate('window.__pwned')).toBeUndefined();
  expect(await chat.page.locator(FORBIDDEN).count()).toBe(0);
});

test('a hostile question is text as well', async () => {
  const question = HOSTILE_TEXTS.join(' ');
  const chat = await stream('No.', question);
  expect(await chat.page.getByTestId('prompt').textContent()).toBe(question);
  expect(await chat.page.evaluate('window.__pwned')).toBeUndefined();
  expect((await chat.readRecord()).violations).toEqual([]);
});

test('an image elsewhere is asked for when the reader wants it, in a frame that has its place before', async () => {
  const chat = await stream(`![a cat](${images.url})`, 'Show me a cat.');
  const frame = chat.page.locator('.image-frame');
  const offer = frame.getByRole('button');
  expect(await offer.textContent()).toContain(`Image from ${images.host}: a cat`);
  const before = await frame.boundingBox();
  expect(images.referrers).toEqual([]);

  await offer.click();
  await eventually(
    () => Promise.resolve(images.referrers),
    (referrers) => referrers.length > 0,
  );
  expect(images.referrers).toEqual(['']);
  expect(await frame.boundingBox()).toEqual(before);
  expect(await frame.locator('iframe').getAttribute('sandbox')).toBe('');
  expect((await chat.readRecord()).violations).toEqual([]);
});

test('a link says where it leads, also where its text says something else', async () => {
  const chat = await stream(
    'See [example.com](https://elsewhere.invalid/x) or [this](https://a.example/b).',
    'Link?',
  );
  const links = chat.page.getByTestId('text').getByRole('link');
  expect(await links.allTextContents()).toEqual(['example.com (elsewhere.invalid)', 'this']);
  expect(await links.last().getAttribute('title')).toBe('https://a.example/b');
  expect(await links.last().getAttribute('rel')).toBe('noopener noreferrer nofollow');
});

test('check 33: hardly anything moves while an answer with everything is written', async () => {
  const chat = await app.openChat();
  await chat.page.addInitScript(SHIFT_RECORDER);
  await chat.page.reload();
  await chat.chooseModel(EVERYTHING);
  await chat.ask('Write everything.');
  await chat.waitForStatus('complete');
  const text = chat.page.getByTestId('text');
  for (const part of ['table', 'ul', 'ol', '.code-block', '.katex']) {
    expect(await text.locator(part).count()).toBeGreaterThan(0);
  }
  expect(await chat.page.evaluate<number>('window.__shift.largest')).toBeLessThanOrEqual(SHIFT_MAX);
});

test('check 35: a plain conversation asks for nothing that it does not need', async () => {
  const chat = await app.openChat();
  const asked: string[] = [];
  chat.page.on('request', (request) => asked.push(request.url()));
  provider.setText('Just **text**, a list:\n\n- one\n- two\n\nand prices: $5 and $6.');
  await chat.page.reload();
  await chat.chooseModel('fixed', 'openai');
  await chat.ask('Plainly.');
  await chat.waitForStatus('complete');
  expect(asked.some((url) => url.endsWith('.js'))).toBe(true);
  expect(asked.filter((url) => /highlight|typeset|katex|uplot|mermaid/i.test(url))).toEqual([]);
});
