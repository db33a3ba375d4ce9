import type { AttemptFailure } from '@continuo/shared/protocol/dead-letter-api';
import type { Entry, EntryOf } from '@continuo/shared/protocol/entry';

/** The failures of a task's attempts, gathered from its log entry by entry. */
export interface FailureList {
  failures: AttemptFailure[];
  /** The attempt that ran last; undefined before the first. */
  last: EntryOf<'attempt_started'> | undefined;
  /** Its failure is in the list. */
  isTold: boolean;
}

export function emptyFailureList(): FailureList {
  return { failures: [], last: undefined, isTold: false };
}

/** Takes the next entry into the list, in place. */
export function takeFailure(list: FailureList, entry: Entry): void {
  switch (entry.type) {
    case 'attempt_started':
      if (list.last && !list.isTold) tell(list, entry.at, describeSilentEnd(list.last, entry));
      list.last = entry;
      list.isTold = false;
      return;
    case 'retry_scheduled':
      tell(list, entry.at, { code: entry.code, message: entry.message, followed_by: 'retry' });
      return;
    case 'failed_over':
      tell(list, entry.at, { code: entry.code, message: entry.message, followed_by: 'failover' });
      return;
    case 'failed':
      tell(list, entry.at, { code: entry.code, message: entry.message, followed_by: 'end' });
      return;
    default:
  }
}

type Told = Pick<AttemptFailure, 'code' | 'message' | 'followed_by'>;

/** An attempt of which no entry tells the end: the next one tells it by its epoch. */
function describeSilentEnd(last: EntryOf<'attempt_started'>, next: EntryOf<'attempt_started'>): Told {
  return next.epoch > last.epoch
    ? { code: null, message: 'its generator ended or handed over', followed_by: 'takeover' }
    : { code: null, message: 'the model began the answer again', followed_by: 'restart' };
}

function tell(list: FailureList, at: number, told: Told): void {
  if (!list.last) return;
  const { attempt, worker, provider, model } = list.last;
  list.failures.push({ attempt, at, worker, provider, model, ...told });
  list.isTold = true;
}
