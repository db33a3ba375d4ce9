import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { oneTo } from '../support/api.ts';
import { collectTrials } from './collect-trials.ts';
import { FAULT_MATRIX, type FaultRow, type Proof } from './fault-matrix.ts';

const REPOSITORY = new URL('../../', import.meta.url);

test('every row is there once, in order', () => {
  expect(FAULT_MATRIX.map(({ row }) => row)).toEqual(oneTo(FAULT_MATRIX.length));
  expect(FAULT_MATRIX.length).toBeGreaterThanOrEqual(44);
});

test.each(FAULT_MATRIX)('row $row ($fault) has a proof that exists, or a reason', async (row) => {
  const missing = [];
  for (const proof of row.proof) {
    if (!(await isThere(row, proof))) missing.push(proof.file);
  }
  expect(missing).toEqual([]);
  expect(row.proof.length > 0 || row.reason !== undefined).toBe(true);
});

test('every trial is of a row', async () => {
  const rows = new Set(FAULT_MATRIX.map(({ row }) => row));
  const trials = await collectTrials();
  expect(trials.filter(({ fault }) => !rows.has(fault))).toEqual([]);
});

async function isThere({ row }: FaultRow, { file, name }: Proof): Promise<boolean> {
  const url = new URL(file, REPOSITORY);
  if (!existsSync(url)) return false;
  const text = readFileSync(url, 'utf8');
  if (name !== undefined) return text.includes(name);
  if (new RegExp(`['\`]fault ${row}\\b`).test(text)) return true;
  return /['`]fault (?:\$|%)/.test(text) && (await rowsOfData(url, text)).has(row);
}

/** The rows of the data that a file's tests are made of: what it imports from beside it. */
async function rowsOfData(file: URL, text: string): Promise<Set<number>> {
  const imports = [...text.matchAll(/from '(\.\/(?:trials|support)\/[^']+)'/g)].map(([, path]) => path ?? '');
  const modules = await Promise.all(
    imports.map(async (path) => (await import(new URL(path, file).href)) as Record<string, unknown>),
  );
  const items = modules.flatMap((module) => Object.values(module)).filter(Array.isArray);
  return new Set(
    items
      .flat()
      .flatMap(({ fault, row }: { fault?: unknown; row?: unknown }) => [fault, row])
      .filter((value) => typeof value === 'number'),
  );
}
