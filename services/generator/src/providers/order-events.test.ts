import { expect, test } from 'vitest';
import { orderEvents } from './order-events.ts';

async function* send(numbers: (number | undefined)[]) {
  for (const number of numbers) yield number === undefined ? {} : { sequence_number: number };
}

async function read(
  numbers: (number | undefined)[],
  after?: number,
): Promise<{ taken: unknown[]; error: unknown }> {
  const taken: unknown[] = [];
  try {
    for await (const event of orderEvents(send(numbers), after)) taken.push(event.sequence_number);
  } catch (error) {
    return { taken, error };
  }
  return { taken, error: undefined };
}

test('events in order pass, wherever they begin', async () => {
  expect(await read([7, 8, 9])).toEqual({ taken: [7, 8, 9], error: undefined });
});

test('an event that comes again is dropped', async () => {
  expect(await read([0, 1, 1, 2, 0, 3])).toEqual({ taken: [0, 1, 2, 3], error: undefined });
});

test('a hole breaks the stream off before what follows on it', async () => {
  const { taken, error } = await read([4, 6, 5]);
  expect(taken).toEqual([4]);
  expect(error).toMatchObject({ failure: { code: 'provider_interrupted' } });
});

test('a stream that is to begin behind an event has a hole when it begins later', async () => {
  expect(await read([5, 6], 4)).toMatchObject({ taken: [5, 6], error: undefined });
  expect(await read([6, 5, 7], 4)).toMatchObject({ taken: [], error: { name: 'MissingEvents' } });
});

test('events without a number pass, and do not count', async () => {
  expect(await read([undefined, 1, undefined, 2])).toEqual({
    taken: [undefined, 1, undefined, 2],
    error: undefined,
  });
});
