import { expect, test } from 'vitest';
import { nameKeys } from './name-keys.ts';

test.each([
  ['$mod+k', ['Ctrl', 'K'], ['⌘', 'K']],
  ['$mod+Shift+Semicolon', ['Ctrl', 'Shift', ';'], ['⌘', '⇧', ';']],
  ['Shift+Escape', ['Shift', 'Esc'], ['⇧', 'Esc']],
  ['[Shift]+?', ['?'], ['?']],
  ['$mod+[Shift]+/', ['Ctrl', '/'], ['⌘', '/']],
  ['[', ['['], ['[']],
  ['j', ['J'], ['J']],
])('%s is shown as it is printed on the keys', (keys, elsewhere, onMac) => {
  expect(nameKeys(keys, false)).toEqual(elsewhere);
  expect(nameKeys(keys, true)).toEqual(onMac);
});
