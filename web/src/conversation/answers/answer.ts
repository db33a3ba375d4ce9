import type { Usage } from '@continuo/shared/protocol/entry';
import type { TaskStatus } from '@continuo/shared/protocol/task-status';

/** An answer as the page shows it, whether it was read from the task's log or fetched when it was finished. */
export interface Answer {
  status: TaskStatus;
  text: string;
  provider: string;
  model: string;
  /** The text comes from another task. */
  cached: boolean;
  /** The task whose text it has; undefined: none, or not known. */
  sourceTaskId: string | undefined;
  /** Turns at the beginning of the conversation that the model was not told. */
  droppedTurns: number;
  cancelRequested: boolean;
  /** Number of the attempt that runs or ran last; 0 before the first. */
  attempt: number;
  /** Seq of the last entry it was made of; 0 when it was not read from the log. */
  seq: number;
  /** Unix ms. */
  acceptedAt: number;
  firstChunkAt: number | undefined;
  finishedAt: number | undefined;
  /** When the last entry came, by this machine's clock; undefined when it was not read from the log here. */
  heardAt: number | undefined;
  notes: readonly AttemptNote[];
  /** Set while the task waits to ask the provider again. */
  retry: PendingRetry | undefined;
  /** What the attempts that have ended consumed; undefined: nothing is known of it. */
  usage: Usage | undefined;
  /** US dollars; null: not finished, or no price is known. */
  costUsd: number | null;
  outcome: AnswerOutcome | undefined;
}

/** A later attempt took over: where, who, and what became of the text there was. */
export interface AttemptNote {
  attempt: number;
  /** `<host>-<pid>` of the generator. */
  worker: string;
  /** Characters of the answer that were kept: where the new attempt's text begins. */
  offset: number;
  /** Between the last entry before and the takeover, ms. */
  gapMs: number;
  /** Text that was shown and no longer counts; '' when everything was kept. */
  dropped: string;
  /** The attempt that wrote the last text before. */
  interrupted: number;
}

export interface PendingRetry {
  /** The attempt that is to come. */
  attempt: number;
  code: string;
  message: string;
  /** Unix ms of this machine's clock. */
  dueAt: number;
}

export type AnswerOutcome =
  | { kind: 'completed'; finishReason: string }
  | { kind: 'failed'; code: string; message: string }
  | { kind: 'cancelled' };

/** An answer of which nothing is known but that it was asked for. */
export function emptyAnswer(provider: string, model: string, acceptedAt: number): Answer {
  return {
    status: 'queued',
    text: '',
    provider,
    model,
    cached: false,
    sourceTaskId: undefined,
    droppedTurns: 0,
    cancelRequested: false,
    attempt: 0,
    seq: 0,
    acceptedAt,
    firstChunkAt: undefined,
    finishedAt: undefined,
    heardAt: undefined,
    notes: [],
    retry: undefined,
    usage: undefined,
    costUsd: null,
    outcome: undefined,
  };
}
