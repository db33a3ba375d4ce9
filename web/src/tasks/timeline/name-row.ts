import { formatDuration } from '../../words/format.ts';
import { nameEnd } from '../io/usage-table.tsx';
import type { TimelineRow } from './layout-timeline.ts';
import { words } from './words.ts';

export function nameRow({ kind, attempt }: TimelineRow): string {
  return kind === 'attempt' ? words().attempt(attempt?.attempt ?? 0) : words().row[kind];
}

export function lengthOfRow({ from, to }: TimelineRow): string {
  return formatDuration(Math.max(0, to - from));
}

/** How an attempt ended; of the others only that they go on. */
export function endOfRow({ kind, attempt, isOpen }: TimelineRow): string {
  if (isOpen) return words().goesOn;
  return kind === 'attempt' && attempt ? nameEnd(attempt.end_reason) : '';
}

/** `Attempt 1, w-a, worker lost, 5.2 s`. */
export function nameBar(row: TimelineRow): string {
  const worker = row.kind === 'attempt' ? (row.attempt?.worker ?? '') : '';
  return [nameRow(row), worker, endOfRow(row), lengthOfRow(row)].filter(Boolean).join(', ');
}
