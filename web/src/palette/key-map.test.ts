import { expect, test } from 'vitest';
import { isSingleKey, SHORTCUT_NAMES, shortcutOf } from './key-map.ts';

test('no two shortcuts have the same keys', () => {
  const keys = SHORTCUT_NAMES.flatMap((name) => shortcutOf(name).keys);
  expect(new Set(keys).size).toBe(keys.length);
});

test.each([
  ['j', true],
  ['[', true],
  ['[Shift]+?', true],
  ['$mod+k', false],
  ['Shift+Escape', false],
  ['Alt+ArrowUp', false],
  ['Enter', false],
])('%s is a plain character: %s', (keys, isOne) => {
  expect(isSingleKey(keys)).toBe(isOne);
});
