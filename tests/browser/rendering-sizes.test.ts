import { WEB_DIST } from '@continuo/deploy/local-stack/build-web';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

/** Bytes of scripts and styles, gzip, that a browser fetches until a page is there. */
const CHAT_BYTES_MAX = 110_000;
const PAGE_BYTES_MAX = 120_000;
/** The script that every page has. */
const ENTRY_BYTES_MAX = 75_000;
/** The chat is what somebody waits for: frame, chat, styles, and the look that was chosen. */
const CHAT_FILES_MAX = 4;
const KB = 1024;

const read = (path: string): string => readFileSync(join(WEB_DIST, path), 'utf8');
const pages = Object.entries(JSON.parse(read('pages.json')) as Record<string, string>);

/** The scripts and styles that a page names. */
function filesOf(html: string): string[] {
  return [...read(html).matchAll(/ (?:src|href)="\/([^"]+\.(?:js|css))"/g)].map((match) => match[1] ?? '');
}

/** Those that a script cannot do without. */
function importsOf(script: string): string[] {
  return [...read(script).matchAll(/\b(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g)].map(
    (match) => `assets/${match[1] ?? ''}`,
  );
}

function gzippedBytes(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + gzipSync(read(file)).length, 0);
}

test('check 35: what every page needs is small', () => {
  const scripts = filesOf('index.html').filter((file) => file.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(0);
  expect(gzippedBytes(scripts)).toBeLessThanOrEqual(ENTRY_BYTES_MAX);
});

test('check 35: the chat is four files, and small', () => {
  const chat = pages.filter(([path]) => path === '/' || path === '/c/:conversation');
  expect(chat.length).toBe(2);
  for (const [, html] of chat) {
    const files = filesOf(html);
    expect(files.some((file) => file.endsWith('.css'))).toBe(true);
    expect(files.length).toBeLessThanOrEqual(CHAT_FILES_MAX);
    expect(gzippedBytes(files)).toBeLessThanOrEqual(CHAT_BYTES_MAX);
  }
});

test.each(pages)('check 35: %s names all that it cannot do without, and that is small', (_, html) => {
  const files = filesOf(html);
  const scripts = files.filter((file) => file.startsWith('assets/') && file.endsWith('.js'));
  // More than the index names: the page itself.
  expect(files.length).toBeGreaterThan(filesOf('index.html').length);
  expect(scripts.flatMap(importsOf).filter((file) => !files.includes(file))).toEqual([]);
  expect(gzippedBytes(files)).toBeLessThanOrEqual(PAGE_BYTES_MAX);
});

test.each([
  ['what highlights code', /^highlight-worker-.*\.js$/, 26],
  ['what typesets formulas', /^typeset-.*\.(js|css)$/, 80],
  ['what draws charts', /^draw-chart-.*\.(js|css)$/, 25],
])('check 35: %s is small', (_, name, kbMax) => {
  const files = readdirSync(join(WEB_DIST, 'assets')).filter((file) => name.test(file));
  expect(files).not.toEqual([]);
  expect(gzippedBytes(files.map((file) => `assets/${file}`)) / KB).toBeLessThanOrEqual(kbMax);
});
