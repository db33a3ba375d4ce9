import type { Entry, EntryOf } from '@continuo/shared/protocol/entry';
import {
  answerText,
  emptyView,
  foldEntry,
  usageOf,
  type TaskView,
} from '@continuo/shared/protocol/fold-task';
import type { Answer, AnswerOutcome, AttemptNote, PendingRetry } from './answer.ts';

/**
 * The part of a task's log that has been read, folded. Plain data, so that it can be kept over a reload and the
 * reading can go on behind it.
 */
export interface AnswerLog {
  view: TaskView;
  incarnation: number;
  /** The counted chunks' texts joined: joining them anew for each entry would cost the square of the answer. */
  text: string;
  lastEntryAt: number;
  /** When that came, by this machine's clock. */
  heardAt: number | undefined;
  notes: readonly AttemptNote[];
  retry: PendingRetry | undefined;
}

export function emptyLog(): AnswerLog {
  return {
    view: emptyView(),
    incarnation: 0,
    text: '',
    lastEntryAt: 0,
    heardAt: undefined,
    notes: [],
    retry: undefined,
  };
}

/**
 * Takes the next entry into the log, in place.
 *
 * @param now unix ms of this machine, which need not agree with the one that wrote the entry
 */
export function takeEntry(log: AnswerLog, entry: Entry, now: number): void {
  const textBefore = log.text;
  const chunksBefore = log.view.chunks.length;
  const hasBegun = log.view.attempt > 0 || textBefore !== '';
  foldEntry(log.view, entry);
  if (entry.type === 'chunk') log.text += entry.text;
  else if (log.view.chunks.length !== chunksBefore) log.text = answerText(log.view);

  if (entry.type === 'attempt_started' && hasBegun) {
    const note = noteTakeover(entry, textBefore, log);
    log.notes = [...log.notes, note];
  }
  log.retry = pendingRetry(entry, now) ?? (endsRetry(entry) ? undefined : log.retry);
  log.incarnation = entry.incarnation;
  log.lastEntryAt = entry.at;
  log.heardAt = now;
}

function noteTakeover(
  entry: EntryOf<'attempt_started'>,
  textBefore: string,
  { text, lastEntryAt, view }: AnswerLog,
): AttemptNote {
  const writer = view.attempts.findLast(({ attempt, chunks }) => attempt < entry.attempt && chunks > 0);
  return {
    attempt: entry.attempt,
    worker: entry.worker,
    offset: text.length,
    gapMs: Math.max(0, entry.at - lastEntryAt),
    dropped: textBefore.slice(text.length),
    interrupted: writer?.attempt ?? entry.attempt - 1,
  };
}

function pendingRetry(entry: Entry, now: number): PendingRetry | undefined {
  if (entry.type !== 'retry_scheduled') return undefined;
  const { attempt, code, message, delay_ms } = entry;
  return { attempt: attempt + 1, code, message, dueAt: now + delay_ms };
}

function endsRetry({ type }: Entry): boolean {
  return type !== 'retry_scheduled' && type !== 'cancel_requested' && type !== 'failed_over';
}

/** What the log says, for the page. */
export function describeLog({ view, text, notes, retry, heardAt }: AnswerLog): Answer {
  const { terminal } = view;
  return {
    status: view.status,
    text,
    provider: view.provider,
    model: view.model,
    cached: view.cached,
    sourceTaskId: view.sourceTaskId,
    droppedTurns: view.droppedTurns,
    cancelRequested: view.cancelRequested,
    attempt: view.attempt,
    seq: view.seq,
    acceptedAt: view.acceptedAt,
    firstChunkAt: view.firstChunkAt,
    finishedAt: view.finishedAt,
    heardAt,
    notes,
    retry,
    usage: usageOf(view),
    costUsd: terminal?.cost_usd ?? null,
    outcome: terminal && describeTerminal(terminal),
  };
}

function describeTerminal(terminal: NonNullable<TaskView['terminal']>): AnswerOutcome {
  switch (terminal.type) {
    case 'completed':
      return { kind: 'completed', finishReason: terminal.finish_reason };
    case 'failed':
      return { kind: 'failed', code: terminal.code, message: terminal.message };
    case 'cancelled':
      return { kind: 'cancelled' };
  }
}
