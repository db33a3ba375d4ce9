import { expect, test } from 'vitest';
import { groupByDay } from './group-by-day.ts';
import type { ListedConversation } from '../listed/listed-conversation.ts';

const NOW = new Date(2026, 10, 21, 15).getTime();

function at(id: string, date: Date, isPinned = false): ListedConversation {
  return { id, title: id, isPinned, updatedAt: date.getTime(), lastTurn: undefined };
}

test('conversations are put under days, the last week, and months', () => {
  const groups = groupByDay(
    [
      at('kept', new Date(2020, 1, 1), true),
      at('noon', new Date(2026, 10, 21, 12)),
      at('midnight', new Date(2026, 10, 21)),
      at('late', new Date(2026, 10, 20, 23, 59, 59)),
      at('thursday', new Date(2026, 10, 19, 12)),
      at('week ago', new Date(2026, 10, 14)),
      at('before', new Date(2026, 10, 13, 23)),
      at('october', new Date(2026, 9, 2)),
      at('last october', new Date(2025, 9, 2)),
    ],
    NOW,
  );
  expect(groups.map(({ id, conversations }) => [id, ...conversations.map((each) => each.id)])).toEqual([
    ['pinned', 'kept'],
    ['today', 'noon', 'midnight'],
    ['yesterday', 'late'],
    ['week', 'thursday', 'week ago'],
    ['2026-11', 'before'],
    ['2026-10', 'october'],
    ['2025-10', 'last october'],
  ]);
});

test('where there are no conversations there are no headings', () => {
  expect(groupByDay([], NOW)).toEqual([]);
});
