import { expect, test } from 'vitest';
import { isTemperature, isTokenCount } from '../models/parse-chat-defaults.ts';
import { readNumber } from './read-number.ts';

test.each([
  ['0.3', 0.3],
  ['0,3', 0.3],
  [' 2 ', 2],
  ['0', 0],
])('%s is a temperature', (text, value) => {
  expect(readNumber(text, isTemperature)).toEqual({ kind: 'number', value });
});

test('a large number may be written as people write it', () => {
  expect(readNumber('20 000', isTokenCount)).toEqual({ kind: 'number', value: 20_000 });
});

test.each(['2.1', '-0.1', 'warm', '1e0', '0x1', '.'])('%s is refused as a temperature', (text) => {
  expect(readNumber(text, isTemperature)).toEqual({ kind: 'refused' });
});

test('nothing is nothing', () => {
  expect(readNumber('  ', isTokenCount)).toEqual({ kind: 'nothing' });
});
