import { expect, test } from 'vitest';
import { FAULT_MATRIX } from '../fault-matrix.ts';
import { renderMatrix } from './render-matrix.ts';
import type { TrialResult } from './run-trials.ts';

const RUN = { machine: 'a machine', date: '2026-11-21', command: 'a command', commit: 'abc' };
const RESULT: TrialResult = {
  trial: { fault: 7, name: 'a kill | or two', userSees: 'a pause' },
  scale: { rounds: 2, answers: 5 },
  tookMs: 1_000,
  measured: {
    faultsDone: 2,
    answers: 5,
    lost: 0,
    wrongEntries: 1,
    boughtAgain: 3,
    recoveryMs: [30, 10, 20],
    remark: 'a remark',
  },
};

function render(result: TrialResult): string[] {
  return renderMatrix([{ result, run: RUN }], FAULT_MATRIX).split('\n');
}

test('a trial is one line, with the times in order', () => {
  const line = render(RESULT).find((text) => text.startsWith('| 7 |'));
  expect(line).toBe(
    '| 7 | a kill \\| or two | a pause | 2 | 5 | 0 | 1 | 3 |  | 20 / 30 / 30 (of 3) | a remark |',
  );
});

test('a trial that broke off says so', () => {
  const line = render({ ...RESULT, measured: 'it broke off' }).find((text) => text.startsWith('| 7 |'));
  expect(line).toMatch(/\| it broke off \|$/);
});

test('every row is there once: measured, or with its proof or its reason', () => {
  const lines = render(RESULT);
  for (const { row } of FAULT_MATRIX) {
    expect(lines.filter((line) => line.startsWith(`| ${row} |`))).toHaveLength(1);
  }
});

test('the document says that it is made by the command', () => {
  expect(render(RESULT)[0]).toContain('npm run crash-matrix');
});
