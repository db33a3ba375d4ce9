import { expect, test } from 'vitest';
import { mergeTurns, type KnownTurn } from './merge-turns.ts';

const listed = (id: string, at: number) => ({ task_id: id, created_at: at });
const turn = (taskId?: string, acceptedAt?: number): KnownTurn => ({ taskId, acceptedAt });
const order = (places: ReturnType<typeof mergeTurns>): (string | undefined)[] =>
  places.map((place) => (place.kind === 'new' ? place.listed.task_id : place.turn.taskId));

test('a conversation from the service is in the order in which it was written', () => {
  expect(order(mergeTurns([], [listed('t2', 2), listed('t1', 1)]))).toEqual(['t1', 't2']);
});

test('an older page goes before what is there', () => {
  expect(order(mergeTurns([turn('t3', 3), turn('t4', 4)], [listed('t2', 2), listed('t1', 1)]))).toEqual([
    't1',
    't2',
    't3',
    't4',
  ]);
});

test('turns of the same moment are in the order of their names, as the service has it', () => {
  expect(order(mergeTurns([turn('t2', 1)], [listed('t3', 1), listed('t1', 1)]))).toEqual(['t1', 't2', 't3']);
});

test('turns on the page stay the same turns, and are told anew', () => {
  const first = turn('t1', 1);
  const [place] = mergeTurns([first], [listed('t1', 1)]);
  expect(place).toEqual({ kind: 'known', turn: first, listed: listed('t1', 1) });
  expect(place?.kind === 'known' && place.turn).toBe(first);
});

test('what the service has not told of comes last, in the order in which it was sent', () => {
  const [accepted, sending, queued] = [turn('t9'), turn(), turn()];
  const places = mergeTurns([accepted, sending, queued], [listed('t2', 2)]);
  expect(places.map((place) => place.kind === 'known' && place.turn)).toEqual([
    false,
    accepted,
    sending,
    queued,
  ]);
});
