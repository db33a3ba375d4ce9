import type { TaskSummary } from '@continuo/shared/protocol/http-api';
import { expect, test } from 'vitest';
import { mergeTurns } from './merge-turns.ts';

const task = (id: string): TaskSummary => ({ task_id: id }) as TaskSummary;
const turn = (taskId?: string): { taskId: string | undefined } => ({ taskId });

test('a conversation from the service is in the order in which it was written', () => {
  expect(mergeTurns([], [task('t2'), task('t1')])).toEqual([
    { kind: 'new', task: task('t1') },
    { kind: 'new', task: task('t2') },
  ]);
});

test('turns on the page stay the same turns', () => {
  const first = turn('t1');
  const [place] = mergeTurns([first], [task('t1')]);
  expect(place).toEqual({ kind: 'known', turn: first });
  expect(place?.kind === 'known' && place.turn).toBe(first);
});

test('what the service does not list yet comes last', () => {
  const accepted = turn('t3');
  const sending = turn();
  expect(mergeTurns([accepted, sending], [task('t2')])).toEqual([
    { kind: 'new', task: task('t2') },
    { kind: 'known', turn: accepted },
    { kind: 'known', turn: sending },
  ]);
});
