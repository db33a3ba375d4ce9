import { expect, test } from 'vitest';
import { answerFor } from './answer.ts';

const request = { model: 'sim-writer', prompt: 'Explain write-ahead logs to a librarian.', seed: 7 };

test('the same request gives the same answer', () => {
  expect(answerFor(request)).toEqual(answerFor({ ...request }));
});

test.each([
  ['model', { ...request, model: 'sim-claude' }],
  ['prompt', { ...request, prompt: 'Explain hash joins to a librarian.' }],
  ['seed', { ...request, seed: 8 }],
])('another %s gives another answer', (_, other) => {
  expect(answerFor(other).text).not.toBe(answerFor(request).text);
});

test('the tokens joined are the text', () => {
  const { text, tokens } = answerFor(request);
  expect(tokens.join('')).toBe(text);
  expect(tokens.every((token) => token.isWellFormed())).toBe(true);
});

test('an answer quotes its prompt and says once that the simulator wrote it', () => {
  const { text } = answerFor(request);
  expect(text).toContain(`> ${request.prompt}`);
  expect(text.match(/simulator/g)).toHaveLength(1);
});

test('a length in tokens is met exactly, and a shorter answer is the beginning of a longer one', () => {
  const long = answerFor({ ...request, tokens: 5000 });
  expect(long.tokens).toHaveLength(5000);
  for (const tokens of [0, 1, 17, 400]) {
    expect(long.text.startsWith(answerFor({ ...request, tokens }).text)).toBe(true);
  }
});

test('a long answer has headings, lists, a table, code, math and multi-byte text', () => {
  const { text } = answerFor({ ...request, tokens: 2000 });
  for (const feature of [/^## /m, /^- /m, /^1\. /m, /^\| --- /m, /^```\w+$/m, /\$/, /[^\p{ASCII}]/u]) {
    expect(text).toMatch(feature);
  }
});

test('answers end by themselves at different lengths', () => {
  const lengths = Array.from(
    { length: 40 },
    (_, n) => answerFor({ ...request, prompt: `Question ${n}` }).tokens.length,
  );
  expect(new Set(lengths).size).toBeGreaterThan(20);
  expect(Math.min(...lengths)).toBeGreaterThan(100);
  expect(Math.max(...lengths)).toBeLessThan(2000);
});

test.each([
  '',
  '\u0000\ud83d',
  '🧭',
  '日本語で説明してください',
  '> # `quoted`\n\n| table |',
  'x'.repeat(100_000),
])('a strange prompt (%#) still gives a well-formed answer', (prompt) => {
  const { text } = answerFor({ ...request, prompt });
  expect(text.isWellFormed()).toBe(true);
  expect(text).not.toContain('\0');
});
