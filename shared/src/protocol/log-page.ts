import type { StoredEntry } from './entry.ts';
import type { TaskId } from './task-id.ts';

/** Entries of a page; bounds what one reader holds in memory and how long a store is held. */
export const PAGE_ENTRIES = 1_000;

/** Part of a log. `gone`: this store no longer (or never) has it; another may. */
export type LogPage = { tag: 'page'; entries: StoredEntry[] } | { tag: 'gone' };

/**
 * Reads the entries after `afterSeq`, oldest first; an empty page means that there is no more now. A function,
 * so that readers can be given either store.
 */
export type ReadLog = (taskId: TaskId, afterSeq: number) => Promise<LogPage>;
