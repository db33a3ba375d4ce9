import { expect, test } from 'vitest';
import { findCommands } from './find-commands.ts';

const COMMANDS = ['Settings', 'Copy the last answer', 'Theme: dark', 'Réglages', 'The end'].map((label) => ({
  label,
}));

function find(query: string): string[] {
  return findCommands(COMMANDS, query).map(({ label }) => label);
}

test('without a query there is everything', () => {
  expect(find('  ')).toHaveLength(COMMANDS.length);
});

test('all words of the query have to be there, in any order and case', () => {
  expect(find('ANSWER copy')).toEqual(['Copy the last answer']);
  expect(find('answer dark')).toEqual([]);
});

test('accents need not be typed', () => {
  expect(find('regl')).toEqual(['Réglages']);
});

test('what begins with the query comes first, then what has a word that does', () => {
  expect(find('the')).toEqual(['Theme: dark', 'The end', 'Copy the last answer']);
});
