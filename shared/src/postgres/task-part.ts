import { decodeEntry, type StoredEntry } from '../protocol/entry.ts';
import type { TaskId } from '../protocol/task-id.ts';
import { toChunkRow, type ChunkRow } from './log-rows.ts';
import { foldProgress, type TaskOrigin, type TaskProgress } from './task-progress.ts';

/** The next entries of one task, dense, and what its log says with the last of them taken in. */
export interface TaskPart {
  taskId: TaskId;
  entries: MirrorEntry[];
  progress: TaskProgress;
  /** Needed for as long as Postgres may not know the task. */
  origin: TaskOrigin | undefined;
}

/** An entry on its way into Postgres; with `chunk` into `chat_chunks`, else into `task_events`. */
export interface MirrorEntry {
  stored: StoredEntry;
  chunk: ChunkRow | undefined;
}

/** Adds the entry that follows on the last. Throws, and adds nothing, when it is none of ours. */
export function addEntry(part: TaskPart, stored: StoredEntry): void {
  const entry = decodeEntry(stored);
  foldProgress(part.progress, entry);
  const chunk = entry.type === 'chunk' ? toChunkRow(part.taskId, stored, entry) : undefined;
  part.entries.push({ stored, chunk });
}
