import type { ListedConversation } from '../listed/listed-conversation.ts';

/** Conversations under one heading. */
export interface DayGroup {
  id: string;
  kind: 'pinned' | 'today' | 'yesterday' | 'week' | 'month';
  /** A time in it, unix ms. */
  at: number;
  conversations: readonly ListedConversation[];
}

const WEEK_DAYS = 7;

/**
 * @param conversations in the order of the list
 * @param now a time of today, unix ms; days are those of this machine's time zone
 */
export function groupByDay(conversations: readonly ListedConversation[], now: number): DayGroup[] {
  const today = startOfDay(now, 0);
  const yesterday = startOfDay(now, 1);
  const week = startOfDay(now, WEEK_DAYS);
  const nameGroup = ({ isPinned, updatedAt }: ListedConversation): Pick<DayGroup, 'id' | 'kind'> => {
    if (isPinned) return { id: 'pinned', kind: 'pinned' };
    if (updatedAt >= today) return { id: 'today', kind: 'today' };
    if (updatedAt >= yesterday) return { id: 'yesterday', kind: 'yesterday' };
    if (updatedAt >= week) return { id: 'week', kind: 'week' };
    const date = new Date(updatedAt);
    return { id: `${date.getFullYear()}-${date.getMonth() + 1}`, kind: 'month' };
  };
  const groups = Map.groupBy(conversations, (conversation) => nameGroup(conversation).id);
  return [...groups.values()].flatMap((members) => {
    const [first] = members;
    return first ? [{ ...nameGroup(first), at: first.updatedAt, conversations: members }] : [];
  });
}

/** Midnight, so many days ago, whatever the clocks were changed in between. */
export function startOfDay(now: number, daysAgo: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - daysAgo).getTime();
}
