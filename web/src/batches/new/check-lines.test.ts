import { BATCH_LINES_MAX } from '@continuo/shared/protocol/limits';
import { describe, expect, test } from 'vitest';
import { makeLineChecker, sniffForm, type LineForm, type LinesReport } from './check-lines.ts';

function check(lines: readonly string[], form: LineForm = 'jsonl'): LinesReport {
  const checker = makeLineChecker(form);
  for (const line of lines) checker.take(line);
  return checker.report();
}

test('blank lines are no lines, but count for the numbers of the others', () => {
  const report = check(['"a"', '', '  ', 'no JSON']);
  expect(report).toMatchObject({
    lines: 2,
    faultyLines: 1,
    faults: [{ line: 4, reason: 'not_json' }],
  });
});

test('the first five faults are shown, all are counted', () => {
  const report = check(Array.from({ length: 12 }, () => 'x'));
  expect(report.faults.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5]);
  expect(report.faultyLines).toBe(12);
});

test('a custom_id that was there before names the line that had it first', () => {
  const line = '{"custom_id":"a","prompt":"Why?"}';
  expect(check([line, '"b"', line, line]).faults).toEqual([
    { line: 3, reason: 'repeated_custom_id', about: '1' },
    { line: 4, reason: 'repeated_custom_id', about: '1' },
  ]);
});

test('lines with the same wishes are one group', () => {
  const { groups, firstPrompt } = check(['"four"', '"four"', '{"prompt":"more","model":"m","max_tokens":5}']);
  expect(groups).toEqual([
    { lines: 2, characters: 8 },
    { model: 'm', maxTokens: 5, lines: 1, characters: 4 },
  ]);
  expect(firstPrompt).toBe('four');
});

test('wishes without end are counted with those of the batch', () => {
  const { groups } = check(
    Array.from({ length: 300 }, (_, i) => JSON.stringify({ prompt: 'a', model: `m${i}` })),
  );
  expect(groups).toHaveLength(100);
  expect(groups.reduce((sum, { lines }) => sum + lines, 0)).toBe(300);
});

test('more lines than a batch can have are one fault', () => {
  const report = check(
    Array.from({ length: BATCH_LINES_MAX + 3 }, (_, i) => `p${i}`),
    'prompts',
  );
  expect(report.faults).toEqual([{ line: BATCH_LINES_MAX + 1, reason: 'too_many_lines' }]);
  expect(report.faultyLines).toBe(1);
});

describe('an input is taken for', () => {
  test.each([
    ['{"prompt": "a"}', 'jsonl'],
    ['\n "a"', 'jsonl'],
    ['Why?', 'prompts'],
    ['', 'prompts'],
  ] as const)('%j: %s', (text, form) => {
    expect(sniffForm(text)).toBe(form);
  });
});
