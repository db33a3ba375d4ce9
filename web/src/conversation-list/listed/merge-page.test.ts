import { describe, expect, test } from 'vitest';
import type { ListedConversation } from './listed-conversation.ts';
import { mergeFirstPage, mergeNextPage } from './merge-page.ts';

function row(id: string, updatedAt: number, more: Partial<ListedConversation> = {}): ListedConversation {
  return { id, title: id, isPinned: false, updatedAt, lastTurn: undefined, ...more };
}

const ids = ({ rows }: { rows: readonly ListedConversation[] }): string[] =>
  rows.map(({ id }) => id).toSorted();
const ended = { taskId: 't', status: 'completed', finishedAt: 9 } as const;
const running = { taskId: 't', status: 'running', finishedAt: undefined } as const;

describe('the next page', () => {
  test('comes to what is known, with its cursor', () => {
    const known = { rows: [row('a', 3)], nextBefore: 'x' };
    const merged = mergeNextPage(known, { rows: [row('b', 2)], nextBefore: null });
    expect(ids(merged)).toEqual(['a', 'b']);
    expect(merged.nextBefore).toBeNull();
  });

  test('names no conversation twice', () => {
    const known = { rows: [row('a', 3), row('b', 2)], nextBefore: 'x' };
    expect(ids(mergeNextPage(known, { rows: [row('b', 2), row('c', 1)], nextBefore: null }))).toEqual([
      'a',
      'b',
      'c',
    ]);
  });
});

describe('the first page, read again', () => {
  const known = { rows: [row('a', 5), row('b', 4), row('c', 2), row('d', 1)], nextBefore: 'x' };

  test('brings what is new, and keeps what lies behind it with its cursor', () => {
    const merged = mergeFirstPage(known, { rows: [row('n', 6), row('a', 5), row('b', 4)], nextBefore: 'y' });
    expect(ids(merged)).toEqual(['a', 'b', 'c', 'd', 'n']);
    expect(merged.nextBefore).toBe('x');
  });

  test('takes away what it should name and does not', () => {
    const merged = mergeFirstPage(known, { rows: [row('a', 5), row('c', 2)], nextBefore: 'y' });
    expect(ids(merged)).toEqual(['a', 'c', 'd']);
  });

  test('takes away all that it does not name when it is the only one', () => {
    expect(ids(mergeFirstPage(known, { rows: [row('a', 5)], nextBefore: null }))).toEqual(['a']);
  });

  test('keeps what an event has moved up since it was read', () => {
    const moved = { rows: [row('a', 5), row('d', 7)], nextBefore: 'x' };
    expect(ids(mergeFirstPage(moved, { rows: [row('a', 5), row('b', 4)], nextBefore: 'y' }))).toEqual([
      'a',
      'b',
      'd',
    ]);
  });

  test('replaces what it has nothing in common with, because there is a gap between them', () => {
    const merged = mergeFirstPage(known, { rows: [row('n', 9), row('m', 8)], nextBefore: 'y' });
    expect(ids(merged)).toEqual(['m', 'n']);
    expect(merged.nextBefore).toBe('y');
  });

  test('of nothing leaves nothing', () => {
    expect(mergeFirstPage({ rows: [], nextBefore: undefined }, { rows: [], nextBefore: null })).toEqual({
      rows: [],
      nextBefore: null,
    });
  });
});

test('what an event told of a turn is not untold by a page that is behind it', () => {
  const known = { rows: [row('a', 5, { lastTurn: ended })], nextBefore: null };
  const page = { rows: [row('a', 5, { title: 'New name', lastTurn: running })], nextBefore: null };
  expect(mergeFirstPage(known, page).rows).toEqual([row('a', 5, { title: 'New name', lastTurn: ended })]);
});

test('a page that knows of a newer turn is believed', () => {
  const known = { rows: [row('a', 5, { lastTurn: ended })], nextBefore: null };
  const page = { rows: [row('a', 6, { lastTurn: { ...running, taskId: 'u' } })], nextBefore: null };
  expect(mergeFirstPage(known, page).rows).toEqual(page.rows);
});
