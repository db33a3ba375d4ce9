import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { readConfigFile } from './read-config-file.ts';
import { ConfigFaults } from './read-config.ts';

const schema = z.strictObject({ a: z.record(z.string(), z.object({ b: z.number() })) });

function writeFile(text: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'continuo-config-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'file.json');
  writeFileSync(file, text);
  return file;
}

function faultsOf(file: string): readonly string[] {
  try {
    readConfigFile(schema, file, 'none.json');
  } catch (error) {
    if (error instanceof ConfigFaults) return error.faults;
    throw error;
  }
  return [];
}

test('a file that is valid is read', () => {
  expect(readConfigFile(schema, writeFile('{"a":{"x":{"b":1}}}'), 'none.json')).toEqual({
    a: { x: { b: 1 } },
  });
});

test('without one, that of the repository is read', () => {
  const named = z.object({ name: z.string() });
  expect(readConfigFile(named, undefined, 'package.json')).toEqual({ name: 'continuo' });
});

test.each([
  ['that is no JSON', '{', 'cannot be read: '],
  ['with a wrong value', '{"a":{"x":{"b":"1"}}}', 'is not valid: a.x.b: '],
  ['with a name that nobody knows', '{"a":{},"c":1}', 'is not valid: the whole of it: '],
  ['that is no object', '[]', 'is not valid: the whole of it: '],
])('a file %s is one sentence', (_, text, reason) => {
  const file = writeFile(text);
  const faults = faultsOf(file);
  expect(faults).toEqual([expect.stringContaining(`${file} ${reason}`)]);
  expect(faults[0]).not.toContain('\n');
});

test('a file that is not there is one sentence', () => {
  expect(faultsOf('/nowhere/file.json')).toEqual([
    expect.stringContaining('/nowhere/file.json cannot be read: ENOENT'),
  ]);
});
