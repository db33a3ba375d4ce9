import type { EntryType } from '@continuo/shared/protocol/entry';
import type { WorkflowStep } from '@continuo/shared/protocol/workflow-api';
import { describe, expect, test } from 'vitest';
import type { LoggedEntry } from '../events/logged-entry.ts';
import { makeAttempt } from '../testing/make-attempt.ts';
import { layOutTimeline, type Timeline, type TimelineTask } from './layout-timeline.ts';

function makeEntry(seq: number, type: EntryType, at: number, epoch = 1): LoggedEntry {
  return { id: `${seq}-0`, seq, incarnation: 0, type, epoch, at, data: {} };
}

function makeStep(name: WorkflowStep['name'], given: Partial<WorkflowStep>): WorkflowStep {
  return { name, state: 'completed', started_at: 1_000, ended_at: 1_000, detail: '', ...given };
}

function makeTask(given: Partial<TimelineTask>): TimelineTask {
  return {
    status: 'running',
    timings: { created_at: 1_000, started_at: 1_100, first_chunk_at: null, finished_at: null },
    steps: [
      makeStep('validate', {}),
      makeStep('cache', {}),
      makeStep('generate', { state: 'running', started_at: 1_100, ended_at: null }),
      makeStep('persist', { state: 'running', ended_at: null }),
    ],
    attempts: [makeAttempt({})],
    ...given,
  };
}

const LOST = makeAttempt({ ended_at: 9_000, ended_seq: 5, end_reason: 'worker_lost', chunks: 2 });
const TAKEN_OVER = makeTask({
  attempts: [LOST, makeAttempt({ attempt: 2, epoch: 2, worker: 'w-2', started_at: 9_000, started_seq: 5 })],
});
const TAKEN_OVER_LOG = [
  makeEntry(1, 'accepted', 1_000, 0),
  makeEntry(2, 'attempt_started', 1_100),
  makeEntry(3, 'chunk', 1_500),
  makeEntry(4, 'chunk', 4_000),
  makeEntry(5, 'attempt_started', 9_000, 2),
  makeEntry(6, 'chunk', 9_500, 2),
];

const kindsOf = ({ rows }: Timeline): string[] => rows.map(({ kind }) => kind);
const find = ({ rows }: Timeline, key: string) => rows.find((row) => row.key === key);

describe('the rows of a task', () => {
  test('are its steps, the waiting before it began and its attempts', () => {
    const timeline = layOutTimeline(makeTask({}), [], 2_000);
    expect(kindsOf(timeline)).toEqual([
      'task',
      'validate',
      'cache',
      'queue',
      'generate',
      'attempt',
      'persist',
    ]);
    expect(find(timeline, 'queue')).toMatchObject({ from: 1_000, to: 1_100, isOpen: false });
  });

  test('reach to now while it goes on', () => {
    const timeline = layOutTimeline(makeTask({}), [], 2_000);
    expect(timeline.whole).toEqual({ from: 1_000, to: 2_000 });
    expect(find(timeline, 'task')).toMatchObject({ to: 2_000, isOpen: true, end: undefined });
    expect(find(timeline, 'attempt 2')).toMatchObject({ to: 2_000, isOpen: true, end: undefined });
  });

  test('end where it ended', () => {
    const done = makeTask({
      status: 'completed',
      timings: { created_at: 1_000, started_at: 1_100, first_chunk_at: 1_500, finished_at: 3_000 },
      attempts: [makeAttempt({ ended_at: 3_000, ended_seq: 9, end_reason: 'completed' })],
    });
    const timeline = layOutTimeline(done, [], 99_000);
    expect(timeline.rows.some(({ isOpen }) => isOpen)).toBe(false);
    expect(find(timeline, 'task')).toMatchObject({ to: 3_000, end: 'completed' });
    expect(find(timeline, 'persist')).toMatchObject({ to: 3_000 });
  });

  test('are the waiting alone before anybody took it', () => {
    const steps = [makeStep('validate', {}), makeStep('generate', { state: 'pending', started_at: null })];
    const timings = { created_at: 1_000, started_at: null, first_chunk_at: null, finished_at: null };
    const timeline = layOutTimeline(makeTask({ status: 'queued', steps, timings, attempts: [] }), [], 5_000);
    expect(kindsOf(timeline)).toEqual(['task', 'validate', 'queue']);
    expect(find(timeline, 'queue')).toMatchObject({ from: 1_000, to: 5_000, isOpen: true });
  });

  test('leave out what was skipped', () => {
    const steps = [makeStep('cache', { state: 'skipped' }), makeStep('generate', { state: 'skipped' })];
    expect(kindsOf(layOutTimeline(makeTask({ steps }), [], 2_000))).toEqual(['task']);
  });

  test('have a name of their own each', () => {
    const keys = layOutTimeline(TAKEN_OVER, TAKEN_OVER_LOG, 9_800).rows.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('an attempt', () => {
  test('waits until its first text and then writes', () => {
    const timeline = layOutTimeline(TAKEN_OVER, TAKEN_OVER_LOG, 9_800);
    expect(find(timeline, 'attempt 5')?.bars).toEqual([
      { from: 9_000, to: 9_500, look: 'wait' },
      { from: 9_500, to: 9_800, look: 'work' },
    ]);
  });

  test('whose worker was lost ends at its last sign, and a gap follows until the next begins', () => {
    const timeline = layOutTimeline(TAKEN_OVER, TAKEN_OVER_LOG, 9_800);
    expect(find(timeline, 'attempt 2')).toMatchObject({ from: 1_100, to: 4_000, end: 'lost' });
    expect(find(timeline, 'takeover 2')).toMatchObject({ from: 4_000, to: 9_000, isOpen: false, seq: 5 });
  });

  test('of which only the end of the log is known is told by what the service says of it', () => {
    const timeline = layOutTimeline(TAKEN_OVER, TAKEN_OVER_LOG.slice(5), 9_800);
    expect(find(timeline, 'attempt 2')?.bars).toEqual([{ from: 1_100, to: 9_000, look: 'work' }]);
  });

  test('that failed is followed by the wait for the next, also while that goes on', () => {
    const failed = makeAttempt({ ended_at: 2_000, ended_seq: 3, end_reason: 'failed' });
    const timeline = layOutTimeline(makeTask({ attempts: [failed] }), [], 2_500);
    expect(find(timeline, 'attempt 2')).toMatchObject({ to: 2_000, end: 'failed' });
    expect(find(timeline, 'retry 2')).toMatchObject({ from: 2_000, to: 2_500, isOpen: true });
  });

  test('that was the last of a task that is over is followed by nothing', () => {
    const failed = makeAttempt({ ended_at: 2_000, ended_seq: 3, end_reason: 'failed' });
    const timings = { created_at: 1_000, started_at: 1_100, first_chunk_at: null, finished_at: 2_000 };
    const timeline = layOutTimeline(makeTask({ status: 'failed', timings, attempts: [failed] }), [], 9_000);
    expect(kindsOf(timeline)).not.toContain('retry');
  });
});

describe('idle times', () => {
  test('are found between entries', () => {
    const timeline = layOutTimeline(TAKEN_OVER, TAKEN_OVER_LOG, 9_800);
    expect(timeline.idle).toEqual([
      { from: 1_500, to: 4_000 },
      { from: 4_000, to: 9_000 },
    ]);
  });

  test('are not the one that goes on: there things are now', () => {
    expect(layOutTimeline(TAKEN_OVER, TAKEN_OVER_LOG, 60_000).idle).toEqual([]);
  });

  test('are not where the log is not known', () => {
    expect(layOutTimeline(TAKEN_OVER, TAKEN_OVER_LOG.slice(3), 9_800).idle).toEqual([
      { from: 4_000, to: 9_000 },
    ]);
  });
});
