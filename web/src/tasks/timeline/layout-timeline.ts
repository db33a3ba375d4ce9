import { isTerminal } from '@continuo/shared/protocol/task-status';
import type { WorkflowAttempt, WorkflowReply, WorkflowStep } from '@continuo/shared/protocol/workflow-api';
import type { LoggedEntry } from '../events/logged-entry.ts';
import { findIdle, type Span } from './find-idle.ts';

/** What a row of the timeline is about. */
export type RowKind = 'task' | 'queue' | WorkflowStep['name'] | 'attempt' | 'takeover' | 'handover' | 'retry';
/** `work`: text came; `wait`: the provider was waited for; `gap`: nobody was at work; `step`: the whole of a step. */
export type BarLook = 'work' | 'wait' | 'gap' | 'step';
export type RowEnd = 'completed' | 'failed' | 'cancelled' | 'lost';

export interface TimelineBar extends Span {
  look: BarLook;
}

export interface TimelineRow extends Span {
  key: string;
  kind: RowKind;
  bars: readonly TimelineBar[];
  /** Undefined: it goes on, or there is nothing to say of its end. */
  end: RowEnd | undefined;
  isOpen: boolean;
  /** The entry that tells of it. */
  seq: number;
  attempt: WorkflowAttempt | undefined;
}

export interface Timeline {
  whole: Span;
  rows: readonly TimelineRow[];
  /** Long times in which nothing happened. */
  idle: readonly Span[];
}

export type TimelineTask = Pick<WorkflowReply, 'status' | 'timings' | 'steps' | 'attempts'>;

/**
 * A task as rows of bars. Pure.
 *
 * @param entries what is known of the log, in order; of a long one the end
 * @param now of the service's clock, unix ms
 */
export function layOutTimeline(task: TimelineTask, entries: readonly LoggedEntry[], now: number): Timeline {
  const { created_at: from, finished_at: finishedAt } = task.timings;
  const whole = { from, to: Math.max(from, finishedAt ?? now) };
  const rows = [
    row('task', whole, { end: endOf(task.status), isOpen: finishedAt === null }),
    ...task.steps.flatMap((step) => describeStep(step, task, entries, whole)),
  ];
  return { whole, rows, idle: findPauses(task, entries, whole) };
}

function describeStep(
  step: WorkflowStep,
  task: TimelineTask,
  entries: readonly LoggedEntry[],
  whole: Span,
): TimelineRow[] {
  if (step.started_at === null || step.state === 'skipped') {
    return step.name === 'generate' && step.state === 'pending' ? [queueRow(task, whole)] : [];
  }
  const isOver = isTerminal(task.status);
  const to = step.ended_at ?? whole.to;
  const own = row(
    step.name,
    { from: step.started_at, to },
    { isOpen: !isOver && step.ended_at === null, end: endOf(step.state), look: 'step' },
  );
  if (step.name !== 'generate') return [own];
  return [queueRow(task, whole), own, ...describeAttempts(task.attempts, entries, whole, isOver)];
}

function queueRow({ timings }: TimelineTask, whole: Span): TimelineRow {
  const span = { from: whole.from, to: timings.started_at ?? whole.to };
  return row('queue', span, {
    isOpen: timings.started_at === null && timings.finished_at === null,
    look: 'gap',
  });
}

function describeAttempts(
  attempts: readonly WorkflowAttempt[],
  entries: readonly LoggedEntry[],
  whole: Span,
  isOver: boolean,
): TimelineRow[] {
  return attempts.flatMap((attempt, index) => {
    const next = attempts[index + 1];
    const span = { from: attempt.started_at, to: lastSignOf(attempt, entries) ?? whole.to };
    const own: TimelineRow = {
      ...row('attempt', span, {
        seq: attempt.started_seq,
        end: endOfAttempt(attempt),
        isOpen: !attempt.end_reason,
      }),
      key: `attempt ${attempt.started_seq}`,
      bars: barsOf(attempt, entries, span),
      attempt,
    };
    const pause = pauseBehind(attempt);
    if (!pause || (isOver && !next)) return [own];
    const gap = { from: span.to, to: next?.started_at ?? whole.to };
    const seq = next?.started_seq ?? attempt.ended_seq ?? attempt.started_seq;
    return [
      own,
      {
        ...row(pause, gap, { seq, isOpen: !next, look: 'gap' }),
        key: `${pause} ${attempt.started_seq}`,
        attempt,
      },
    ];
  });
}

/** Undefined: another attempt followed at once. */
function pauseBehind({ end_reason: reason }: WorkflowAttempt): RowKind | undefined {
  if (reason === 'worker_lost' || reason === 'handed_over_or_lost') return 'takeover';
  if (reason === 'handed_over') return 'handover';
  return reason === 'failed' || reason === 'failed_over' ? 'retry' : undefined;
}

/** A worker that was lost gave its last sign before another told of its end. Undefined: it goes on. */
function lastSignOf(attempt: WorkflowAttempt, entries: readonly LoggedEntry[]): number | undefined {
  if (attempt.ended_at === null) return undefined;
  const pause = pauseBehind(attempt);
  if (pause !== 'takeover' && pause !== 'handover') return attempt.ended_at;
  return entries.findLast((entry) => isOf(attempt, entry))?.at ?? attempt.ended_at;
}

/** Waiting for the first text, and writing. */
function barsOf(attempt: WorkflowAttempt, entries: readonly LoggedEntry[], span: Span): TimelineBar[] {
  const isBeginningKnown = (entries[0]?.seq ?? Infinity) <= attempt.started_seq;
  const firstText = entries.find((entry) => entry.type === 'chunk' && isOf(attempt, entry));
  if (!isBeginningKnown && attempt.chunks > 0) return [{ ...span, look: 'work' }];
  if (!firstText) return [{ ...span, look: 'wait' }];
  const at = Math.min(firstText.at, span.to);
  return [
    { from: span.from, to: at, look: 'wait' },
    { from: at, to: span.to, look: 'work' },
  ];
}

function isOf(attempt: WorkflowAttempt, { seq, epoch }: LoggedEntry): boolean {
  const isInside = seq >= attempt.started_seq && seq < (attempt.ended_seq ?? Infinity);
  return isInside && epoch === attempt.epoch;
}

function endOfAttempt({ end_reason: reason }: WorkflowAttempt): RowEnd | undefined {
  switch (reason) {
    case 'completed':
    case 'cancelled':
      return reason;
    case 'failed':
    case 'failed_over':
    case 'began_again':
      return 'failed';
    case 'worker_lost':
    case 'handed_over':
    case 'handed_over_or_lost':
      return 'lost';
    case null:
      return undefined;
  }
}

function endOf(state: string): RowEnd | undefined {
  return isTerminal(state) ? state : undefined;
}

interface RowFacts {
  end?: RowEnd | undefined;
  isOpen?: boolean;
  look?: BarLook;
  seq?: number;
}

function row(
  kind: RowKind,
  span: Span,
  { end, isOpen = false, look = 'work', seq = 1 }: RowFacts,
): TimelineRow {
  const bars = [{ ...span, look }];
  return { key: kind, kind, ...span, bars, end, isOpen, seq, attempt: undefined };
}

/** Of what is before the entries that are known, nobody here can tell; the pause that goes on is where things are now. */
function findPauses(task: TimelineTask, entries: readonly LoggedEntry[], whole: Span): Span[] {
  const isOver = isTerminal(task.status);
  const known = entries[0];
  const knownFrom = known && known.seq > 1 ? known.at : whole.from;
  const moments = [
    ...entries.map(({ at }) => at),
    ...task.attempts.flatMap((attempt) => [attempt.started_at, attempt.ended_at ?? whole.to]),
  ];
  return findIdle(whole, moments).filter(({ from, to }) => from >= knownFrom && (isOver || to < whole.to));
}
