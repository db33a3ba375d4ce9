import { expect, test } from 'vitest';
import { holdPlaces } from './hold-places.ts';
import type { ListedConversation } from '../listed/listed-conversation.ts';

function row(id: string, updatedAt: number, more: Partial<ListedConversation> = {}): ListedConversation {
  return { id, title: id, isPinned: false, updatedAt, lastTurn: undefined, ...more };
}

const HELD = [row('a', 30), row('b', 20), row('c', 10)];

function hold(now: readonly ListedConversation[]): string[] {
  return holdPlaces(HELD, now).map(({ title }) => title);
}

test('a new turn moves nothing, and what has changed is shown where it is', () => {
  expect(hold([row('c', 40, { title: 'c again' }), row('a', 30), row('b', 20)])).toEqual([
    'a',
    'b',
    'c again',
  ]);
});

test('what would come above waits, what comes below is shown', () => {
  expect(hold([row('new', 50), ...HELD, row('older', 5)])).toEqual(['a', 'b', 'c', 'older']);
});

test('what is gone leaves, what was pinned goes up', () => {
  expect(hold([row('c', 10, { isPinned: true }), row('a', 30)])).toEqual(['c', 'a']);
});

test('where nothing is shown yet nothing is held', () => {
  expect(holdPlaces([], HELD)).toBe(HELD);
});
