import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JSON_DEPTH_MAX } from '@continuo/shared/protocol/limits';
import { findJsonFaults } from './json-faults.ts';

function nested(depth: number): string {
  return `${'{"a":['.repeat(depth / 2)}1${']}'.repeat(depth / 2)}`;
}

test('finds nothing in what JSON.stringify made, within the depth', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: JSON_DEPTH_MAX - 1 }), (value) => {
      expect(findJsonFaults(JSON.stringify(value))).toEqual([]);
    }),
  );
});

test.each([
  ['at the top', '{"a":1,"a":2}', '/a'],
  ['written differently', String.raw`{"a":1,"\u0061":2}`, '/a'],
  ['in an object of an array', '[0, {"b":{}}, {"x/y~":[{"c":1,"c":[2]}]}]', '/2/x~1y~0/0/c'],
  ['behind a string that looks like structure', String.raw`{"s":"\"}{[,","s":1}`, '/s'],
])('points at a name that comes twice %s', (_name, text, pointer) => {
  expect(findJsonFaults(text)).toEqual([{ pointer, detail: 'the name comes twice' }]);
});

test('takes the same name in different objects', () => {
  expect(findJsonFaults('{"a":{"a":[{"a":1},{"a":1}]},"b":"a","c":"a"}')).toEqual([]);
});

test('takes nesting up to the limit and refuses one more', () => {
  expect(findJsonFaults(nested(JSON_DEPTH_MAX))).toEqual([]);
  expect(findJsonFaults(nested(JSON_DEPTH_MAX + 2))).toEqual([
    { pointer: '/a/0'.repeat(JSON_DEPTH_MAX / 2), detail: 'nested deeper than 32' },
  ]);
});
