import { formatCursor } from '@continuo/shared/protocol/cursor';
import type { Entry } from '@continuo/shared/protocol/entry';
import type { HistoryReply } from '@continuo/shared/protocol/workflow-api';

/** An entry of the log in the form in which the API's history has it. */
export type LoggedEntry = HistoryReply['entries'][number];

/** The same of an entry that came over the stream. */
export function logEntry(entry: Entry): LoggedEntry {
  const { type, epoch, at, seq, incarnation, ...data } = entry;
  return { id: formatCursor(entry), seq, incarnation, type, epoch, at, data };
}

export function textOf(entry: LoggedEntry): string {
  const text = entry.data['text'];
  return typeof text === 'string' ? text : '';
}
