import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeSeam, overlapLength } from './seam.ts';

const STORED =
  'The log is the truth.\n\nWhoever reads it can come back at any time, on any gateway, and whoever';
const REST = ' writes it can die at any time.\n\n| step | cost |\n| --- | --- |\n| append | one write |\n';

/** Feeds a continuation in pieces and joins what is new. */
function join(stored: string, pieces: readonly string[], expectsOverlap = true): string {
  const seam = makeSeam(stored, expectsOverlap);
  const parts = [...pieces.map((piece) => seam.push(piece)), seam.end()];
  return stored + parts.map((part) => (part.tag === 'new' ? part.text : '<diverged>')).join('');
}

function cut(text: string, sizes: readonly number[]): string[] {
  const pieces: string[] = [];
  let start = 0;
  for (let i = 0; start < text.length; i += 1) {
    const size = sizes[i % sizes.length] ?? 1;
    pieces.push(text.slice(start, start + size));
    start += size;
  }
  return pieces;
}

const anySizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 });

test('a continuation that repeats nothing is joined as it is, however it is cut', () => {
  fc.assert(fc.property(anySizes, (sizes) => join(STORED, cut(REST, sizes)) === STORED + REST));
});

test('an overlap from twelve characters up is dropped, wherever the text was cut and however it arrives', () => {
  const whole = STORED + REST;
  const anyCut = fc.integer({ min: 40, max: STORED.length });
  fc.assert(
    fc.property(anyCut, fc.integer({ min: 12, max: 40 }), anySizes, (at, overlap, sizes) => {
      return join(whole.slice(0, at), cut(whole.slice(at - overlap), sizes)) === whole;
    }),
  );
});

test('an answer that is begun again is followed up to where it was stored, and gone on with', () => {
  fc.assert(fc.property(anySizes, (sizes) => join(STORED, cut(STORED + REST, sizes)) === STORED + REST));
});

test('an answer that is begun again and then differs is reported, not joined', () => {
  const other = `${STORED.slice(0, 50)} something else entirely, and at length, so that nobody could mistake it`;
  const seam = makeSeam(STORED, true);
  const tags = [...cut(other.repeat(3), [30]).map((piece) => seam.push(piece)), seam.end()].map(
    ({ tag }) => tag,
  );
  expect(tags).toContain('diverged');
});

test('a short repetition, and one of punctuation only, is taken for the text itself', () => {
  expect(overlapLength('one two', 'two three')).toBe(0);
  expect(overlapLength('| a | b |\n| --- | --- |\n', '| --- | --- |\n| c | d |')).toBe(0);
  expect(overlapLength('}\n  }\n    }\n', '    }\n  }\n}\n')).toBe(0);
});

test('a short last line that is repeated whole counts as an overlap', () => {
  expect(overlapLength('first line\nsecond ', 'second line')).toBe('second '.length);
});

test('behind a prefill nothing but the cut white space and a whole echo is dropped', () => {
  const stored = `${STORED}\n\n`;
  expect(join(stored, ['\n', '\nNext'], false)).toBe(`${stored}Next`);
  expect(join(stored, ['Next'], false)).toBe(`${stored}Next`);
  expect(join(STORED, cut(STORED + REST, [7]), false)).toBe(STORED + REST);
  expect(join(`${STORED} and whoever`, [' and whoever', REST], false)).toBe(
    `${STORED} and whoever and whoever${REST}`,
  );
});
