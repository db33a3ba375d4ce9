import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText, completeLength, cutText } from './text.ts';

/** Any string at all: astral characters, NUL and lone surrogates are common in it. */
const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom('a', '\0', '\n', 'é', '\u{1F9ED}', '\u{1F469}\u200D\u{1F680}'),
    fc.integer({ min: 0xd800, max: 0xdfff }).map((code) => String.fromCharCode(code)),
  ),
  maxLength: 60,
});
const wellFormedText = anyText.map((text) => text.toWellFormed());

describe('cutText', () => {
  test('loses nothing, adds nothing and keeps to its bound', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 2, max: 9 }), (text, charsMax) => {
        const pieces = cutText(text, charsMax);
        expect(pieces.join('')).toBe(text);
        for (const { length } of pieces) expect(length > 0 && length <= charsMax).toBe(true);
      }),
    );
  });

  test('never cuts inside a surrogate pair', () => {
    fc.assert(
      fc.property(wellFormedText, fc.integer({ min: 2, max: 9 }), (text, charsMax) => {
        for (const piece of cutText(text, charsMax)) expect(piece.isWellFormed()).toBe(true);
      }),
    );
  });

  test('cuts as few pieces as it can', () => {
    fc.assert(
      fc.property(wellFormedText, fc.integer({ min: 2, max: 9 }), (text, charsMax) => {
        for (const piece of cutText(text, charsMax).slice(0, -1)) {
          expect(piece.length).toBeGreaterThanOrEqual(charsMax - 1);
        }
      }),
    );
  });

  test('makes no piece of nothing', () => {
    expect(cutText('', 8)).toEqual([]);
  });
});

describe('cleanText', () => {
  test('leaves nothing that Postgres refuses or that has no UTF-8, and changes nothing else', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const clean = cleanText(text);
        expect(clean.isWellFormed() && !clean.includes('\0')).toBe(true);
        expect(clean).toHaveLength(text.length);
        expect(Buffer.from(clean).toString()).toBe(clean);
        expect(cleanText(clean)).toBe(clean);
        const isKept = (i: number): boolean => clean[i] === text[i] || clean[i] === '\uFFFD';
        expect(Array.from({ length: text.length }, (_, i) => i).every(isKept)).toBe(true);
      }),
    );
  });
});

describe('completeLength', () => {
  test.each([
    ['', 0],
    ['ab', 2],
    ['a\u{1F9ED}', 3],
    ['a\uD83E', 1],
    ['\uD83E', 0],
    ['a\uDDED', 2],
  ])('of %j is %i', (text, length) => {
    expect(completeLength(text)).toBe(length);
  });

  test('keeps back at most the first half of a pair that is still to come', () => {
    fc.assert(
      fc.property(wellFormedText, fc.nat(60), (text, cut) => {
        const first = text.slice(0, cut);
        const complete = first.slice(0, completeLength(first));
        expect(complete.isWellFormed()).toBe(true);
        expect(first.length - complete.length).toBeLessThanOrEqual(1);
      }),
    );
  });
});
