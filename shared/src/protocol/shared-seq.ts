import type { Cursor } from './cursor.ts';
import type { ReadLog } from './log-page.ts';
import type { TaskId } from './task-id.ts';

/**
 * A log that was rebuilt may have other entries than before under the same numbers. Of those that were written in
 * the cursor's incarnation or before, it holds the ones up to the returned seq: all that a reader with this cursor
 * can know. At least the cursor's own seq when nothing that the reader has was lost; undefined when the log is gone.
 */
export async function findSharedSeq(
  readLog: ReadLog,
  taskId: TaskId,
  { seq, incarnation }: Cursor,
): Promise<number | undefined> {
  if (seq === 0) return 0;
  // Mostly nothing was lost: one look at the last entry that the reader has is enough.
  const own = await readLog(taskId, seq - 1);
  const entry = own.tag === 'page' ? own.entries[0] : undefined;
  if (entry && entry.incarnation <= incarnation) return seq;

  let shared = 0;
  for (;;) {
    const page = await readLog(taskId, shared);
    if (page.tag === 'gone') return undefined;
    const newer = page.entries.find((each) => each.incarnation > incarnation);
    if (newer) return newer.seq - 1;
    const last = page.entries.at(-1);
    if (!last) return shared;
    shared = last.seq;
  }
}
