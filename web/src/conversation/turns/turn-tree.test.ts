import { expect, test } from 'vitest';
import { branchOf, hasBranches, makeTree, newestLeaf, type TreeTurn } from './turn-tree.ts';

const turn = (key: string, parent: string | null, taskId: string | undefined = key): TreeTurn => ({
  key,
  taskId,
  parent,
});

/**
 * first ─┬─ second ── third
 *        └─ edited ─┬─ behind
 *                   └─ again
 */
const TURNS = [
  turn('first', null),
  turn('second', 'first'),
  turn('third', 'second'),
  turn('edited', 'first'),
  turn('behind', 'edited'),
  turn('again', 'edited'),
];
const tree = makeTree(TURNS, (each) => each);
const names = (turns: readonly TreeTurn[]): string[] => turns.map(({ key }) => key);
const at = (key: string): TreeTurn => tree.find(key) ?? turn('none', null);

test('a branch leads from the first turn over the chosen one to the newest leaf', () => {
  expect(names(branchOf(tree, at('third')))).toEqual(['first', 'second', 'third']);
  expect(names(branchOf(tree, at('second')))).toEqual(['first', 'second', 'third']);
  expect(names(branchOf(tree, at('edited')))).toEqual(['first', 'edited', 'again']);
  expect(names(branchOf(tree, at('behind')))).toEqual(['first', 'edited', 'behind']);
});

test('turns of one parent are siblings in the order in which they came', () => {
  expect(names(tree.siblingsOf(at('second')))).toEqual(['second', 'edited']);
  expect(names(tree.siblingsOf(at('again')))).toEqual(['behind', 'again']);
  expect(names(tree.siblingsOf(at('first')))).toEqual(['first']);
});

test('the newest leaf behind a turn is the one that was begun last, on whichever branch', () => {
  const late = makeTree([...TURNS, turn('late', 'behind')], (each) => each);
  expect(newestLeaf(late, at('edited')).key).toBe('late');
  expect(newestLeaf(late, at('second')).key).toBe('third');
  expect(newestLeaf(late, at('third')).key).toBe('third');
});

test('a message that was not accepted yet has its place, and what stands behind it too', () => {
  const sending = turn('key-1', 'third', undefined);
  const next = turn('key-2', 'key-1', undefined);
  const grown = makeTree([...TURNS, sending, next], (each) => each);
  expect(names(branchOf(grown, next))).toEqual(['first', 'second', 'third', 'key-1', 'key-2']);
});

test('a parent that goes by its key for one child and by its task for another has both', () => {
  const sent = turn('key-1', 'third', 'task-1');
  const both = makeTree([...TURNS, sent, turn('a', 'key-1'), turn('b', 'task-1')], (each) => each);
  expect(names(both.siblingsOf(both.find('a') ?? sent))).toEqual(['a', 'b']);
});

test('turns whose parent is not loaded are siblings all the same, and begin their branch', () => {
  const part = makeTree([turn('b', 'far'), turn('c', 'far'), turn('d', 'c')], (each) => each);
  const [b, c] = part.turns;
  expect(b && names(part.siblingsOf(b))).toEqual(['b', 'c']);
  expect(c && names(branchOf(part, c))).toEqual(['c', 'd']);
});

test('a conversation has branches when any turn has a sibling', () => {
  expect(hasBranches(tree)).toBe(true);
  expect(hasBranches(makeTree(TURNS.slice(0, 3), (each) => each))).toBe(false);
});
