import { makeTaskId, type TaskId } from '@continuo/shared/protocol/task-id';
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { StopSignal } from './held-task.ts';
import { Workbench, type Place } from './workbench.ts';

interface TestPiece {
  taskId: TaskId;
  place: Place;
  end: () => void;
}

/** Work that goes on until it is ended. */
function startPiece(bench: Workbench, isCopying = false): TestPiece {
  const taskId = makeTaskId(0, randomUUID());
  const ended = Promise.withResolvers<void>();
  const places: Place[] = [];
  bench.start(taskId, async (given) => {
    places.push(given);
    await ended.promise;
  });
  const [place] = places;
  if (!place) throw new Error('the work was not begun');
  if (isCopying) place.setCopying(true);
  return { taskId, place, end: ended.resolve };
}

describe('places for provider calls', () => {
  test('are as many as configured, and free again at the end of the work', async () => {
    const bench = new Workbench(2);
    expect(bench.room().calls).toBe(2);
    const first = startPiece(bench);
    startPiece(bench);
    expect(bench.room().calls).toBe(0);
    const freed = bench.placeFreed();
    first.end();
    await freed;
    expect(bench.room().calls).toBe(1);
  });

  test('are free again at the end of work that ends at once', async () => {
    const bench = new Workbench(1);
    const freed = bench.placeFreed();
    bench.start(makeTaskId(0, randomUUID()), async () => undefined);
    await freed;
    expect(bench.room().calls).toBe(1);
  });

  test('are not taken by work that only copies', async () => {
    const bench = new Workbench(1);
    const freed = bench.placeFreed();
    startPiece(bench, true);
    await freed;
    expect(bench.room()).toEqual({ calls: 1, copies: 3 });
  });

  test('are taken by a copy that has to answer itself', () => {
    const bench = new Workbench(1);
    const copy = startPiece(bench, true);
    copy.place.setCopying(false);
    expect(bench.room().calls).toBe(0);
  });
});

describe('invariant 11: copies', () => {
  test('have places of their own, and leave those for calls alone', () => {
    const bench = new Workbench(1);
    for (let i = 0; i < 4; i += 1) startPiece(bench, true);
    expect(bench.room()).toEqual({ calls: 1, copies: 0 });
  });

  test('make room when one of them ends', async () => {
    const bench = new Workbench(1);
    const copies = [1, 2, 3, 4].map(() => startPiece(bench, true));
    const freed = bench.placeFreed();
    copies[0]?.end();
    await freed;
    expect(bench.room().copies).toBe(1);
  });
});

test('a task that is under way is not begun twice', () => {
  const bench = new Workbench(2);
  const { taskId } = startPiece(bench);
  let isBegun = false;
  bench.start(taskId, async () => {
    isBegun = true;
  });
  expect(isBegun).toBe(false);
  expect(bench.room().calls).toBe(1);
});

describe('settling', () => {
  test('is over when all work is, at once when there is none', async () => {
    const bench = new Workbench(2);
    expect(await bench.settle(60_000)).toBe(true);
    const pieces = [startPiece(bench), startPiece(bench)];
    const settled = bench.settle(60_000);
    for (const piece of pieces) piece.end();
    expect(await settled).toBe(true);
  });

  test('gives up on work that does not end', async () => {
    const bench = new Workbench(1);
    startPiece(bench);
    expect(await bench.settle(1)).toBe(false);
  });
});

test('all work is told to stop, with the reason', () => {
  const bench = new Workbench(2);
  const stops: StopSignal[] = [startPiece(bench), startPiece(bench, true)].map(({ place }) => place.stop);
  bench.stopAll('drain');
  expect(stops.map((stop) => stop.reason)).toEqual(['drain', 'drain']);
});
