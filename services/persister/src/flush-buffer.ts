import type { StoredEntry } from '@continuo/shared/protocol/entry';
import { addEntry, type TaskPart } from '@continuo/shared/postgres/task-part';

/** A task whose entries are being collected. */
export interface CollectedTask {
  /** What was collected since the last flush; its progress goes on from flush to flush. */
  part: TaskPart;
  /** Nothing more of it is to be written. */
  isEnded: boolean;
}

/** A task in a flush, with what was cut off for it. */
export interface FlushedPart<Task extends CollectedTask> {
  task: Task;
  part: TaskPart;
}

export interface FlushBuffer<Task extends CollectedTask> {
  /** Takes the next entries of a task. A returned promise says to wait before more are given. */
  collect(task: Task, entries: readonly StoredEntry[]): Promise<void> | undefined;
  /** Resolves when entries may be read: above its bound the buffer takes none, Redis keeps them. */
  hasRoom(): Promise<void>;
  /** Waits until a flush is due and cuts off a batch, the longest waiting first. Empty once closed and drained. */
  next(): Promise<FlushedPart<Task>[]>;
  /** Makes room for what was written. */
  release(parts: readonly FlushedPart<Task>[]): void;
  /** Throws away what was collected of a task. */
  drop(task: Task): void;
  /** From now on nothing waits: what is there is due. */
  close(): void;
}

/** Bound of what is held, in characters; an entry counts for its data and ENTRY_CHARS more. */
const HELD_CHARS_MAX = 16_000_000;
const ENTRY_CHARS = 800;
/** A batch ends with the part that reaches this: well below the bound, so that reading goes on while it is written. */
const BATCH_ENTRIES = 4_000;

export interface FlushRhythm {
  flushMs: number;
  flushEntries: number;
}

/** Collects the entries of all tasks; a flush is due `flushMs` after its first entry or at `flushEntries`. */
export function makeFlushBuffer<Task extends CollectedTask>(rhythm: FlushRhythm): FlushBuffer<Task> {
  const waiting = new Set<Task>();
  let waitingEntries = 0;
  let heldChars = 0;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;
  let due = Promise.withResolvers<void>();
  let room: PromiseWithResolvers<void> | undefined;

  function hold(chars: number): void {
    heldChars += chars;
    if (heldChars >= HELD_CHARS_MAX && !isClosed) {
      room ??= Promise.withResolvers<void>();
      return;
    }
    room?.resolve();
    room = undefined;
  }

  function cutBatch(): FlushedPart<Task>[] {
    const parts: FlushedPart<Task>[] = [];
    let entries = 0;
    for (const task of waiting) {
      waiting.delete(task);
      const part = cutPart(task);
      parts.push({ task, part });
      entries += part.entries.length;
      if (entries >= BATCH_ENTRIES) break;
    }
    waitingEntries -= entries;
    if (waiting.size > 0) due.resolve();
    return parts;
  }

  return {
    collect(task, entries) {
      if (task.isEnded) return undefined;
      if (waiting.size === 0) timer = setTimeout(due.resolve, rhythm.flushMs);
      waiting.add(task);
      for (const entry of entries) {
        addEntry(task.part, entry);
        waitingEntries += 1;
        hold(charsOf(entry));
      }
      if (waitingEntries >= rhythm.flushEntries) due.resolve();
      return room?.promise;
    },

    hasRoom: async () => await room?.promise,

    async next() {
      for (;;) {
        await due.promise;
        clearTimeout(timer);
        if (!isClosed) due = Promise.withResolvers<void>();
        if (waiting.size > 0 || isClosed) return cutBatch();
      }
    },

    release(parts) {
      for (const { part } of parts) hold(-charsOfPart(part));
    },

    drop(task) {
      waiting.delete(task);
      waitingEntries -= task.part.entries.length;
      hold(-charsOfPart(cutPart(task)));
    },

    close() {
      isClosed = true;
      due.resolve();
      hold(0);
    },
  };
}

function cutPart(task: CollectedTask): TaskPart {
  const { part } = task;
  task.part = { ...part, entries: [], progress: { ...part.progress } };
  return part;
}

function charsOf(entry: StoredEntry): number {
  return ENTRY_CHARS + entry.data.length;
}

function charsOfPart({ entries }: TaskPart): number {
  return entries.reduce((chars, { stored }) => chars + charsOf(stored), 0);
}
