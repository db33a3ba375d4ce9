import { expect, test } from 'vitest';
import { readChaosOptions } from '../chaos/chaos-options.ts';
import { readMatrixOptions } from '../faults/report/matrix-options.ts';
import { explainArguments } from './explain-arguments.ts';

function explain(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    return explainArguments(error, 'Usage: x');
  }
  return 'nothing is wrong';
}

test.each([
  [() => readChaosOptions(['--colour']), /^Unknown option '--colour'\. Usage: x$/],
  [() => readChaosOptions(['--seconds', 'x']), /^--seconds: .+\. Usage: x$/],
  [() => readChaosOptions(['--seconds']), /^Option '--seconds <value>' argument missing\. Usage: x$/],
  [() => readMatrixOptions(['--scale', 'huge', '--only', '7,x']), /^--scale: .+; --only\.1: .+\. Usage: x$/],
])('arguments that are none are told in one sentence: %s', (read, sentence) => {
  expect(explain(read)).toMatch(sentence);
});

test('any other fault is not about the arguments', () => {
  const defect = new TypeError('x is not a function');
  expect(() =>
    explain(() => {
      throw defect;
    }),
  ).toThrow(defect);
});
