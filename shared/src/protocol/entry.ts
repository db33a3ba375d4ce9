import type { FailureCode } from './failure.ts';
import type { BatchId, TaskId } from './task-id.ts';

/**
 * An entry is one record of a task stream. The log of entries is the task: its answer, its history and its
 * outcome are all folded from it. The wire form of each is in docs/PROTOCOL.md, "Entries".
 */
export interface EntryHeader {
  /** Dense, from 1, never reused. */
  seq: number;
  incarnation: number;
  /** Fencing number of the holder that wrote it; 0 before anybody held the task. */
  epoch: number;
  /** Redis TIME at the append, unix ms. */
  at: number;
}

/** How an attempt goes on from what is stored (design section 5). */
export type Strategy = 'restart' | 'reattach' | 'prefill' | 'continue';

export type FinishReason = 'stop' | 'length' | 'content_filter' | 'refusal';

/**
 * Tokens that were consumed. `estimated`: not all of it was told by a provider; what an estimate does not know of,
 * cached and reasoning tokens, is 0 in it.
 */
export interface Usage {
  input_tokens: number;
  cached_input_tokens: number;
  output_tokens: number;
  reasoning_tokens: number;
  estimated: boolean;
}

/** The usage of an answer for which no provider was called. */
export const NO_USAGE: Readonly<Usage> = {
  input_tokens: 0,
  cached_input_tokens: 0,
  output_tokens: 0,
  reasoning_tokens: 0,
  estimated: false,
};

/**
 * In the entry that ends an attempt: what it consumed. null: nobody can tell. Absent: told elsewhere, because the
 * attempt had ended before or its run goes on at the provider; or in a log from before there was a ledger.
 */
interface AttemptEnd {
  attempt_usage?: Usage | null;
}

/** In the last entry: what the task consumed in all its attempts, and what that cost where prices are known. */
interface TaskEnd extends AttemptEnd {
  usage?: Usage | null;
  cost_usd?: number | null;
}

/** What a task has to do with others, told when it is accepted. */
export interface AcceptedLinks {
  /** The task that was given up and that this one is the retry of; its kept text follows at once. */
  retry_of?: TaskId;
  /** The task whose request was run again. */
  rerun_of?: TaskId;
  /** The turn of the conversation that this one answers; absent in its first. Turns of one parent are siblings. */
  parent_task_id?: TaskId;
  batch_id?: BatchId;
  /** Number of the line in its batch, from 1. */
  batch_line?: number;
}

/** The fields of each entry type beside its header. */
export interface EntryBodies {
  accepted: AcceptedLinks & {
    provider: string;
    model: string;
    conversation_id: string;
    request_hash: string;
    /** Another task with the same request may get this answer, so that one is asked for at a time. */
    cacheable?: boolean;
    /** Turns that were left out of the history, the oldest, because it was longer than the model takes. */
    dropped_turns?: number;
  };
  attempt_started: {
    attempt: number;
    /** `<host>-<pid>` of the generator. */
    worker: string;
    provider: string;
    model: string;
    strategy: Strategy;
    /** Readers cut the counted chunks to their first `kept_chunks` and go on from there. */
    kept_chunks: number;
    /** Tokens of the kept text, estimated: what this attempt does not buy again. */
    saved_output_tokens?: number;
    /**
     * What the attempt before consumed, where it ended without an entry: its worker died, so this is an estimate.
     * null: nobody can tell.
     */
    previous_usage?: Usage | null;
    /** How the attempt before ended, where it ended without an entry: its lease ran out, or it was given back. */
    previous_end?: 'worker_lost' | 'handed_over';
  };
  provider_handle: { handle: string };
  chunk: {
    /** Dense among the chunks, from 0, never reused. */
    chunk_id: number;
    text: string;
    /** The place in the provider's own stream, stored with the text so that they cannot disagree. */
    provider_cursor?: string;
  };
  /** The attempt that failed, and when the next one comes. */
  retry_scheduled: AttemptEnd & { attempt: number; code: FailureCode; message: string; delay_ms: number };
  failed_over: AttemptEnd & {
    attempt: number;
    code: FailureCode;
    message: string;
    from_provider: string;
    to_provider: string;
    to_model: string;
  };
  cancel_requested: object;
  cache_hit: {
    /** The task whose text this one gets: completed already, or running and followed. */
    source_task_id: TaskId;
    /** As in attempt_started. */
    kept_chunks: number;
  };
  completed: TaskEnd & { finish_reason: FinishReason; usage: Usage; cost_usd: number | null };
  failed: TaskEnd & { code: FailureCode; message: string; retryable: boolean };
  cancelled: TaskEnd;
}

export type EntryType = keyof EntryBodies;
export const ENTRY_TYPES = [
  'accepted',
  'attempt_started',
  'provider_handle',
  'chunk',
  'retry_scheduled',
  'failed_over',
  'cancel_requested',
  'cache_hit',
  'completed',
  'failed',
  'cancelled',
] as const satisfies EntryType[];
export type EntryOf<T extends EntryType> = EntryHeader & { type: T } & EntryBodies[T];
export type Entry = { [T in EntryType]: EntryOf<T> }[EntryType];
/** What a writer proposes; the store adds seq, epoch and time. */
export type EntryDraft = { [T in EntryType]: { type: T } & EntryBodies[T] }[EntryType];

/**
 * An entry as every store keeps it. `data` is the JSON text of its own fields, made once by the writer and
 * never made again, so that Redis and Postgres replay the same bytes (invariant 5).
 */
export interface StoredEntry extends EntryHeader {
  type: EntryType;
  data: string;
}

/** The JSON text of a draft's own fields. */
export function encodeData(draft: EntryDraft): string {
  const { type: _type, ...body } = draft;
  return JSON.stringify(body);
}

/** Trusts `data`: only the transitions write it, and they write what `encodeData` made. */
export function decodeEntry(stored: StoredEntry): Entry {
  const { data, ...header } = stored;
  return { ...header, ...(JSON.parse(data) as object) } as Entry;
}

/** The JSON text that readers get: header and own fields in one object, spliced, never re-serialised. */
export function entryJson(entry: StoredEntry): string {
  const header = `{"type":"${entry.type}","epoch":${entry.epoch},"at":${entry.at}`;
  return entry.data === '{}' ? `${header}}` : `${header},${entry.data.slice(1)}`;
}
