import { expect, test } from 'vitest';
import { pseudoWords } from './pseudo-words.ts';

test('every word is accented, longer and in brackets, whatever holds it', () => {
  const words = { send: 'Send', list: ['One'], deep: { no: '' }, count: (n: number) => `${n} items` };
  const pseudo = pseudoWords(words);
  expect(pseudo.send).toBe('[Šêñd~~]');
  expect(pseudo.list).toEqual(['[Øñê~~]']);
  expect(pseudo.deep.no).toBe('');
  expect(pseudo.count(3)).toBe('[3 ïtêmš~~~]');
});
