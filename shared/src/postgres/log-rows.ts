import { encodeData, type EntryOf, type EntryType, type StoredEntry } from '../protocol/entry.ts';
import type { TaskId } from '../protocol/task-id.ts';
import { cleanText } from '../protocol/text.ts';

/** An entry as `chat_chunks` holds it. */
export interface ChunkRow {
  taskId: TaskId;
  seq: number;
  incarnation: number;
  epoch: number;
  at: number;
  chunkId: number;
  text: string;
  providerCursor: string | null;
}

/** An entry as `task_events` holds it. */
export interface EventRow {
  taskId: TaskId;
  seq: number;
  incarnation: number;
  epoch: number;
  at: number;
  type: EntryType;
  data: string;
}

/**
 * The columns of a chunk, or undefined when they could not give back its bytes (invariant 5): fields that this
 * version does not know, in another order, or text that Postgres cannot hold. Such an entry is kept as an event.
 *
 * @param entry the same, decoded
 */
export function toChunkRow(
  taskId: TaskId,
  stored: StoredEntry,
  entry: EntryOf<'chunk'>,
): ChunkRow | undefined {
  const { seq, incarnation, epoch, at } = stored;
  const { chunk_id: chunkId, text, provider_cursor: providerCursor = null } = entry;
  const row: ChunkRow = { taskId, seq, incarnation, epoch, at, chunkId, text, providerCursor };
  const isStorable = isStorableText(text) && isStorableText(providerCursor ?? '');
  return isStorable && chunkData(row) === stored.data ? row : undefined;
}

function isStorableText(text: string): boolean {
  return cleanText(text) === text;
}

function chunkData({ chunkId, text, providerCursor }: Pick<ChunkRow, 'chunkId' | 'text' | 'providerCursor'>) {
  return encodeData({
    type: 'chunk',
    chunk_id: chunkId,
    text,
    ...(providerCursor === null ? {} : { provider_cursor: providerCursor }),
  });
}

export function fromChunkRow(row: Omit<ChunkRow, 'taskId'>): StoredEntry {
  const { seq, incarnation, epoch, at } = row;
  return { seq, incarnation, type: 'chunk', epoch, at, data: chunkData(row) };
}

export function fromEventRow(row: Omit<EventRow, 'taskId'>): StoredEntry {
  const { seq, incarnation, epoch, at, type, data } = row;
  return { seq, incarnation, type, epoch, at, data };
}
