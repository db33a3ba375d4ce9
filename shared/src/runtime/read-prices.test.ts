import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { MODELS } from '../protocol/models.ts';
import { findPrice } from '../protocol/prices.ts';
import { ConfigFaults } from './read-config.ts';
import { readPrices } from './read-prices.ts';

function writePrices(text: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'continuo-prices-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'prices.json');
  writeFileSync(file, text);
  return file;
}

function faultsOf(file: string): readonly string[] {
  try {
    readPrices(file);
  } catch (error) {
    if (error instanceof ConfigFaults) return error.faults;
    throw error;
  }
  return [];
}

test('the prices of the repository are valid, and know every model on offer', () => {
  const prices = readPrices();
  const unknown = MODELS.filter(({ provider, name }) => !findPrice(prices, provider, name));
  expect(unknown).toEqual([]);
});

test.each([
  ['that is no JSON', '{', 'cannot be read: '],
  [
    'with a price that is no number',
    '{"providers":{"openai":{"taken":"2026-11-21","models":{"m":{"input":"1"}}}}}',
    'are not valid: providers.openai.models.m.input: ',
  ],
  ['of a provider that is unknown', '{"providers":{"nobody":{}}}', 'are not valid: providers'],
  ['that is no object', '[]', 'are not valid: the file: '],
])('a file %s is one sentence', (_, text, reason) => {
  const file = writePrices(text);
  const faults = faultsOf(file);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toContain(`The prices in ${file} ${reason}`);
  expect(faults[0]).not.toContain('\n');
});

test('a file that is not there is one sentence', () => {
  expect(faultsOf('/nowhere/prices.json')).toEqual([
    expect.stringContaining('The prices in /nowhere/prices.json cannot be read: ENOENT'),
  ]);
});
