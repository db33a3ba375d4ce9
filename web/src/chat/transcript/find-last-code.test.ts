import { expect, test } from 'vitest';
import { findLastCode } from './find-last-code.ts';

test('of several blocks of code the last one counts, also inside a list', () => {
  const text = 'One:\n\n```js\nfirst()\n```\n\n- item\n\n  ```ts\n  second();\n  third();\n  ```\n\nThe end.';
  expect(findLastCode(text)).toBe('second();\nthird();');
});

test('a block that is still open counts with what there is of it', () => {
  expect(findLastCode('```js\nhalf')).toBe('half');
});

test('code within a line is no block', () => {
  expect(findLastCode('Use `this`.')).toBeUndefined();
});
