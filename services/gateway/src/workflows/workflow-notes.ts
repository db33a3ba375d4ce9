import type { Entry, EntryOf } from '@continuo/shared/protocol/entry';

/** What the steps of a workflow tell beside its `TaskView`. */
export interface WorkflowNotes {
  /** Its answer may come from the cache, and go there. */
  isCacheable: boolean;
  firstHit: EntryOf<'cache_hit'> | undefined;
  lastHit: EntryOf<'cache_hit'> | undefined;
  /** What comes next; undefined once it has come. */
  retry: EntryOf<'retry_scheduled'> | undefined;
}

export function emptyNotes(): WorkflowNotes {
  return { isCacheable: false, firstHit: undefined, lastHit: undefined, retry: undefined };
}

/** Takes the next entry of the log, in place. */
export function takeNote(notes: WorkflowNotes, entry: Entry): void {
  switch (entry.type) {
    case 'accepted':
      notes.isCacheable = entry.cacheable ?? false;
      return;
    case 'cache_hit':
      notes.firstHit ??= entry;
      notes.lastHit = entry;
      return;
    case 'retry_scheduled':
      notes.retry = entry;
      return;
    case 'attempt_started':
      notes.retry = undefined;
      return;
    default:
  }
}
