import type { Entry, EntryOf, Strategy, Usage } from './entry.ts';
import type { FailureCode } from './failure.ts';

/** One try at a provider, as the log tells of it. */
export interface AttemptView {
  attempt: number;
  epoch: number;
  startedAt: number;
  startedSeq: number;
  /** `<host>-<pid>`. */
  worker: string;
  provider: string;
  model: string;
  strategy: Strategy;
  /** Counted chunks from before it. */
  keptChunks: number;
  /** Chunks that it wrote, whether they still count or not. */
  chunks: number;
  /** Output tokens of the kept chunks, estimated: they were not bought again. */
  savedOutputTokens: number;
  /**
   * What it consumed; null: nobody can tell. Undefined: not told yet, because it goes on or its worker died. The usage
   * of an attempt by `reattach` is that of the whole run; the attempts before that had this run have none.
   */
  usage: Usage | null | undefined;
  /** Undefined: it goes on, or its worker is gone and nobody has taken over yet. */
  end: AttemptEnd | undefined;
}

/**
 * Why an attempt ended. `failed` and `failed_over` have a code. `began_again`: the model said something else, so the
 * next attempt starts anew. Where the worker wrote no end, its successor tells: `worker_lost` (its lease ran out) or
 * `handed_over` (it gave the task back); `handed_over_or_lost` where not even that is known.
 */
export const ATTEMPT_END_REASONS = [
  'completed',
  'failed',
  'failed_over',
  'cancelled',
  'began_again',
  'worker_lost',
  'handed_over',
  'handed_over_or_lost',
] as const;
export type AttemptEndReason = (typeof ATTEMPT_END_REASONS)[number];

export interface AttemptEnd {
  reason: AttemptEndReason;
  code?: FailureCode;
  message?: string;
  /** Of the entry that tells of it: where the worker wrote none, when the next one took over. */
  at: number;
  seq: number;
}

/** Takes the next entry of a log into its attempts, in place. */
export function foldAttempts(attempts: AttemptView[], entry: Entry): void {
  const last = attempts.at(-1);
  switch (entry.type) {
    case 'attempt_started':
      settle(last, entry.previous_usage);
      end(last, entry, { reason: silentEnd(last, entry) });
      attempts.push(beginAttempt(entry));
      return;
    case 'cache_hit':
      end(last, entry, { reason: 'handed_over_or_lost' });
      return;
    case 'chunk':
      if (last && !last.end) last.chunks += 1;
      return;
    case 'retry_scheduled':
      settle(last, entry.attempt_usage);
      end(last, entry, { reason: 'failed', code: entry.code, message: entry.message });
      return;
    case 'failed_over':
      settle(last, entry.attempt_usage);
      end(last, entry, { reason: 'failed_over', code: entry.code, message: entry.message });
      return;
    case 'completed':
    case 'failed':
    case 'cancelled':
      settle(last, entry.attempt_usage);
      end(last, entry, endOfTask(last, entry));
      return;
    case 'accepted':
    case 'cancel_requested':
    case 'provider_handle':
  }
}

function beginAttempt(entry: EntryOf<'attempt_started'>): AttemptView {
  return {
    attempt: entry.attempt,
    epoch: entry.epoch,
    startedAt: entry.at,
    startedSeq: entry.seq,
    worker: entry.worker,
    provider: entry.provider,
    model: entry.model,
    strategy: entry.strategy,
    keptChunks: entry.kept_chunks,
    chunks: 0,
    savedOutputTokens: entry.saved_output_tokens ?? 0,
    usage: undefined,
    end: undefined,
  };
}

type Why = Pick<AttemptEnd, 'reason' | 'code' | 'message'>;

/** The same worker goes on under its own epoch; another opens the next. */
function silentEnd(last: AttemptView | undefined, next: EntryOf<'attempt_started'>): AttemptEndReason {
  if (last?.epoch === next.epoch) return 'began_again';
  return next.previous_end ?? 'handed_over_or_lost';
}

/** An end under another epoch is that of a task which nobody held any more. */
function endOfTask(
  last: AttemptView | undefined,
  entry: EntryOf<'completed'> | EntryOf<'failed'> | EntryOf<'cancelled'>,
): Why {
  if (last?.epoch !== entry.epoch) return { reason: 'handed_over_or_lost' };
  if (entry.type !== 'failed') return { reason: entry.type };
  return { reason: 'failed', code: entry.code, message: entry.message };
}

/** The first entry that tells of an end is the one that counts. */
function end(attempt: AttemptView | undefined, { at, seq }: Entry, why: Why): void {
  if (attempt) attempt.end ??= { ...why, at, seq };
}

function settle(attempt: AttemptView | undefined, usage: Usage | null | undefined): void {
  if (attempt && usage !== undefined) attempt.usage = usage;
}
