import { expect, test } from 'vitest';
import { variantsOf } from './turn-variants.ts';

const first = { key: 1, prompt: 'Why?' };
const again = { key: 2, prompt: 'Why?' };
const edited = { key: 3, prompt: 'Why not?' };
const editedAgain = { key: 4, prompt: 'Why not?' };
const SIBLINGS = [first, again, edited, editedAgain];

test('answers to the same prompt are versions of one answer', () => {
  expect(variantsOf(SIBLINGS, first, 'answer')).toEqual([first, again]);
  expect(variantsOf(SIBLINGS, editedAgain, 'answer')).toEqual([edited, editedAgain]);
});

test('of each other prompt it is the newest answer that one goes to', () => {
  expect(variantsOf(SIBLINGS, first, 'prompt')).toEqual([first, editedAgain]);
  expect(variantsOf(SIBLINGS, edited, 'prompt')).toEqual([again, edited]);
});
