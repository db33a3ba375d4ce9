import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const SOURCE = path.resolve(import.meta.dirname, '..');
const FRENCH_FILES = globSync('**/*.fr.ts', { cwd: SOURCE }).toSorted();

/** Where each word stands. Types prove that none is missing, but for lists that may hold any name. */
function placesOf(value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return [at];
  return Object.entries(value).flatMap(([name, each]) => placesOf(each, `${at}/${name}`));
}

/** What stands between quotes, with whatever is put into it left out. */
function textsIn(source: string): string[] {
  const texts = source.replaceAll(/^\s*(import|\/\/|\*|\/\*).*$/gm, '').match(/'(\\.|[^'\\\n])*'|`[^`]*`/g);
  return (texts ?? []).map((text) => text.slice(1, -1).replaceAll(/\$\{[^{}]*\}/g, 'x'));
}

/** Those that show their words; the others are typed to the last word. */
const PARTS = FRENCH_FILES.filter((file) => path.basename(file) === 'words.fr.ts');

test.each(PARTS)('%s has a word wherever English has one', async (file) => {
  const french = (await import(path.join(SOURCE, file))) as { words: object };
  const english = (await import(path.join(SOURCE, file.replace('.fr.ts', '.ts')))) as { words: () => object };
  // Names that only French has are a matter of types: what is printed on a key, for one.
  expect(placesOf(french.words)).toEqual(expect.arrayContaining(placesOf(english.words())));
});

test.each(FRENCH_FILES)(
  '%s is set as printers set French: spaces that do not break, curved apostrophes',
  (file) => {
    const texts = textsIn(readFileSync(path.join(SOURCE, file), 'utf8'));
    expect(texts.filter((text) => /[^\s,(] [;:?!»]|« |\p{L}'\p{L}|\.\.\./u.test(text))).toEqual([]);
  },
);
