import { WEB_DIST } from '@continuo/deploy/local-stack/build-web';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

/** One file of vite's manifest. */
interface Built {
  file: string;
  imports?: string[];
  dynamicImports?: string[];
  css?: string[];
}

const KB = 1024;
const FIRST_LOAD_KB_MAX = 110;
const PAGE_ADDS_KB_MAX = 45;

const read = (path: string): Buffer => readFileSync(join(WEB_DIST, path));
const manifest = JSON.parse(read('.vite/manifest.json').toString()) as Record<string, Built>;

/** A chunk, what it cannot do without, and their styles. */
function filesOf(name: string, found = new Set<string>()): Set<string> {
  const built = manifest[name];
  if (!built || found.has(built.file)) return found;
  for (const file of [built.file, ...(built.css ?? [])]) found.add(file);
  for (const other of built.imports ?? []) filesOf(other, found);
  return found;
}

function gzippedKb(files: Iterable<string>): number {
  const bytes = [...files].map((file) => gzipSync(read(file)).length);
  return bytes.reduce((sum, each) => sum + each, 0) / KB;
}

/** The chunks that the page names itself. */
const named = Object.keys(manifest).filter((name) =>
  read('index.html').includes(`"/${manifest[name]?.file ?? ''}"`),
);
const firstLoad = new Set(named.flatMap((name) => [...filesOf(name)]));

test('check 35: what the first page needs is small', () => {
  expect([...firstLoad].some((file) => file.endsWith('.css'))).toBe(true);
  expect([...firstLoad].some((file) => file.endsWith('.js'))).toBe(true);
  expect(gzippedKb(firstLoad)).toBeLessThanOrEqual(FIRST_LOAD_KB_MAX);
});

test('check 35: what a page adds when it is first gone to is small', () => {
  const parts = named.flatMap((name) => manifest[name]?.dynamicImports ?? []);
  expect(parts).not.toEqual([]);
  const tooLarge = parts.filter((part) => {
    const added = [...filesOf(part)].filter((file) => !firstLoad.has(file));
    return !/typeset/.test(part) && gzippedKb(added) > PAGE_ADDS_KB_MAX;
  });
  expect(tooLarge).toEqual([]);
});

test.each([
  ['what highlights code', /^highlight-worker-.*\.js$/, 26],
  ['what typesets formulas', /^typeset-.*\.(js|css)$/, 80],
  ['what draws charts', /^draw-chart-.*\.(js|css)$/, 25],
])('check 35: %s is small', (_, name, kbMax) => {
  const files = readdirSync(join(WEB_DIST, 'assets')).filter((file) => name.test(file));
  expect(files).not.toEqual([]);
  expect(gzippedKb(files.map((file) => `assets/${file}`))).toBeLessThanOrEqual(kbMax);
});
