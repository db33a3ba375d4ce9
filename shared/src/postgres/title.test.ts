import { expect, test } from 'vitest';
import { titleOf } from './title.ts';

test('a title is the first line of the prompt that has anything on it', () => {
  expect(titleOf('\n  \n  Why is the sky blue?  \nAnd the sea?')).toBe('Why is the sky blue?');
});

test('a long title is cut to 80 characters, never inside a surrogate pair', () => {
  expect(titleOf('x'.repeat(81))).toBe(`${'x'.repeat(79)}…`);
  expect(titleOf(`${'x'.repeat(78)}🎉🎉`)).toBe(`${'x'.repeat(78)}…`);
});

test('a prompt of nothing but space has an empty title', () => {
  expect(titleOf(' \n ')).toBe('');
});
