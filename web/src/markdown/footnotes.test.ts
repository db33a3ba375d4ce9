import { expect, test } from 'vitest';
import { dialect } from './dialect.ts';

const render = (text: string): string => dialect.parse(text, { async: false }).trim();

test('a mark with a note shows it, and the note stands where it was written', () => {
  expect(render('So it is.[^1]\n\n[^1]: From *here*.')).toBe(
    '<p>So it is.<sup title="From *here*.">[1]</sup></p>\n<p data-note><sup>1</sup> From <em>here</em>.</p>',
  );
});

test('notes one below the other are each their own', () => {
  expect(render('[^1]: One\nand on.\n[^b]: Two.')).toBe(
    '<p data-note><sup>1</sup> One\nand on.</p>\n<p data-note><sup>b</sup> Two.</p>',
  );
});

test('a mark without a note is text', () => {
  expect(render('Not [^a-z] here.')).toBe('<p>Not [^a-z] here.</p>');
});
