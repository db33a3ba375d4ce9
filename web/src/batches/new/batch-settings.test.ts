import { describe, expect, test } from 'vitest';
import { EMPTY_FIELDS, readNumber, readSettings, writeFields } from './batch-settings.ts';

const choice = { provider: 'simulator', model: 'sim-writer' };

describe('a number field', () => {
  test.each([
    ['temperature', '', undefined],
    ['temperature', '0,3', 0.3],
    ['temperature', '2', 2],
    ['temperature', '2.1', 'bad'],
    ['temperature', '-1', 'bad'],
    ['temperature', '1e0', 'bad'],
    ['maxTokens', ' 200 ', 200],
    ['maxTokens', '0', 'bad'],
    ['maxTokens', '1.5', 'bad'],
    ['concurrency', '64', 64],
    ['concurrency', '65', 'bad'],
  ] as const)('%s %j is read as %s', (field, text, value) => {
    expect(readNumber(field, text)).toBe(value);
  });
});

test('what is not given is left to the service', () => {
  expect(readSettings(EMPTY_FIELDS, choice)).toEqual({
    provider: 'simulator',
    model: 'sim-writer',
    concurrency: 4,
  });
});

test('a field that is not possible makes no settings', () => {
  expect(readSettings({ ...EMPTY_FIELDS, maxTokens: 'many' }, choice)).toBeUndefined();
});

test('settings come back into the fields they were read from', () => {
  const fields = { name: 'nightly', temperature: '0.3', maxTokens: '200', concurrency: '8', cache: false };
  const settings = readSettings(fields, choice);
  expect(settings && writeFields(settings)).toEqual(fields);
});
