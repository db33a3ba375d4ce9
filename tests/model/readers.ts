import { judgeCursor, START, type Cursor, type LogEnd } from '@continuo/shared/protocol/cursor';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import { isTerminal } from '@continuo/shared/protocol/task-status';
import type { ModelEntry } from './state.ts';
import { readableLog, type World } from './world.ts';

/** A reader comes back with its cursor and reads to the end of what there is (invariant 4). */
export function read(world: World, reader: string, task: TaskId): void {
  const log = readableLog(world, task);
  if (log.length === 0) return;
  const place = `${reader} ${task}`;
  const shown = world.readers.get(place) ?? [];
  const cursor: Cursor = shown.at(-1) ?? START;
  const incarnation = world.redis.tasks[task]?.incarnation ?? 0;
  const end = findKnownEnd(log, cursor, incarnation);
  const verdict = judgeCursor(cursor, end);
  switch (verdict) {
    case 'resume':
    case 'finished':
      world.readers.set(place, [...shown, ...log.slice(cursor.seq)]);
      return;
    case 'rewound':
      world.readers.set(place, [...shown.slice(0, end.seq), ...log.slice(end.seq)]);
      return;
    case 'ahead':
      world.violations.push(`4: a reader's own cursor ${cursor.seq}-${cursor.incarnation} was called ahead`);
  }
}

/** The end of what a cursor can know: entries of a later incarnation may stand where others stood. */
function findKnownEnd(log: readonly ModelEntry[], cursor: Cursor, incarnation: number): LogEnd {
  const newer = log.findIndex((entry) => entry.incarnation > cursor.incarnation);
  const seq = newer === -1 || cursor.seq === 0 ? log.length : newer;
  const last = log.at(-1)?.draft.type ?? '';
  return { seq, incarnation, isTerminal: seq === log.length && isTerminal(last) };
}
