import { isTerminal } from '@continuo/shared/protocol/task-status';
import { compareListed, type ListedConversation } from './listed-conversation.ts';

/** The conversations that are known, and where the list goes on behind them. */
export interface KnownConversations {
  /** In no order. */
  rows: readonly ListedConversation[];
  /** Undefined: nothing was read yet; null: these are all. */
  nextBefore: string | null | undefined;
}

export interface ConversationPage {
  rows: readonly ListedConversation[];
  nextBefore: string | null;
}

/** The next page, behind those that are known. */
export function mergeNextPage(known: KnownConversations, page: ConversationPage): KnownConversations {
  const isNamed = new Set(page.rows.map(({ id }) => id));
  const others = known.rows.filter(({ id }) => !isNamed.has(id));
  return { rows: [...others, ...mergeRows(known.rows, page.rows)], nextBefore: page.nextBefore };
}

/**
 * The first page, read again. What it should name and does not is gone, but for what events have moved up since it was
 * read. Where it has nothing in common with what is known there is a gap between them, so it replaces that.
 */
export function mergeFirstPage(known: KnownConversations, page: ConversationPage): KnownConversations {
  const last = page.rows.at(-1);
  const isNamed = new Set(page.rows.map(({ id }) => id));
  const rows = mergeRows(known.rows, page.rows);
  const newestAt = Math.max(...page.rows.map(({ updatedAt }) => updatedAt));
  const isNewer = ({ updatedAt }: ListedConversation): boolean => updatedAt > newestAt;
  const unnamed = known.rows.filter(({ id }) => !isNamed.has(id));

  const isApart = !known.rows.some(({ id }) => isNamed.has(id));
  if (isApart || !last || page.nextBefore === null) {
    return { rows: [...unnamed.filter(isNewer), ...rows], nextBefore: page.nextBefore };
  }
  const kept = unnamed.filter((row) => isNewer(row) || compareListed(last, row) < 0);
  return { rows: [...kept, ...rows], nextBefore: known.nextBefore ?? null };
}

function mergeRows(
  known: readonly ListedConversation[],
  read: readonly ListedConversation[],
): ListedConversation[] {
  const byId = new Map(known.map((row) => [row.id, row]));
  return read.map((row) => keepNewer(byId.get(row.id), row));
}

/** Lists are of Postgres, which comes some 100 ms behind the events: what was told of a turn is not untold. */
function keepNewer(known: ListedConversation | undefined, read: ListedConversation): ListedConversation {
  if (!known) return read;
  const { updatedAt, lastTurn } = known;
  const isBehind =
    updatedAt > read.updatedAt ||
    (lastTurn !== undefined &&
      lastTurn.taskId === read.lastTurn?.taskId &&
      isTerminal(lastTurn.status) &&
      !isTerminal(read.lastTurn.status));
  return isBehind ? { ...read, updatedAt, lastTurn } : read;
}
