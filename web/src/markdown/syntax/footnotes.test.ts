import { expect, test } from 'vitest';
import { lexBlocks } from './lex-blocks.ts';

test('a mark with a note knows it, and the note is a block where it was written', () => {
  const [text, , note] = lexBlocks('So it is.[^1]\n\n[^1]: From *here*.');
  expect(text).toMatchObject({
    type: 'paragraph',
    tokens: [{ type: 'text' }, { type: 'footnote_mark', label: '1', text: 'From *here*.' }],
  });
  const tokens = [{ type: 'text' }, { type: 'em' }, { type: 'text' }];
  expect(note).toMatchObject({ type: 'footnote', label: '1', tokens });
});

test('notes one below the other are each their own', () => {
  expect(lexBlocks('[^1]: One\nand on.\n[^b]: Two.')).toMatchObject([
    { type: 'footnote', label: '1', raw: '[^1]: One\nand on.\n' },
    { type: 'footnote', label: 'b', raw: '[^b]: Two.' },
  ]);
});

test('a mark without a note is text', () => {
  expect(lexBlocks('Not [^a-z] here.')).toMatchObject([
    { type: 'paragraph', tokens: [{ type: 'text', text: 'Not [^a-z] here.' }] },
  ]);
});
