import { makeTaskId } from '@continuo/shared/protocol/task-id';
import { makeLogger } from '@continuo/shared/runtime/logger';
import type { RequestEntry } from '@continuo/shared/redis/request-stream';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Room, TakenRequests } from '@continuo/shared/redis/waiting-requests';
import { consumeRequests, type ConsumeOptions } from './consume-requests.ts';
import { Workbench } from './workbench.ts';

const logger = makeLogger('generator', 'silent');
const NONE: TakenRequests = { calls: [], copies: [], hasMore: false };

let bench: Workbench;
let stopping: AbortController;
/** Ends each piece of work that is under way, oldest first. */
let ends: (() => void)[];
let begun: RequestEntry[];
let onBegin: () => void;
/** Those that only copy. */
let copies: Set<RequestEntry>;

beforeEach(() => {
  bench = new Workbench(2);
  stopping = new AbortController();
  ends = [];
  begun = [];
  copies = new Set();
  onBegin = () => undefined;
});

afterEach(() => {
  stopping.abort();
  for (const end of ends) end();
});

/** A read that waits until its connection is cut. */
function untilStopped(): Promise<never> {
  return new Promise((_resolve, reject) => {
    stopping.signal.addEventListener('abort', () => reject(new Error('Connection is closed.')));
  });
}

function request(): RequestEntry {
  return { entryId: '1-0', taskId: makeTaskId(0, randomUUID()) };
}

function requests(count: number): RequestEntry[] {
  return Array.from({ length: count }, request);
}

function options(overrides: Partial<ConsumeOptions>): ConsumeOptions {
  return {
    takeWaiting: async () => NONE,
    readNew: untilStopped,
    listAbandoned: async () => [],
    showPresence: () => Promise.resolve(),
    room: () => bench.room(),
    placeFreed: () => bench.placeFreed(),
    start: (entry) => {
      const ended = Promise.withResolvers<void>();
      ends.push(ended.resolve);
      bench.start(entry.taskId, async ({ setCopying }) => {
        setCopying(copies.has(entry));
        begun.push(entry);
        await ended.promise;
      });
      onBegin();
    },
    signal: stopping.signal,
    logger,
    ...overrides,
  };
}

function untilBegun(count: number): Promise<void> {
  return new Promise((resolve) => {
    onBegin = () => {
      if (begun.length >= count) resolve();
    };
    onBegin();
  });
}

/** Hands out what is there, as much as is asked for, then nothing any more. */
function makeSource(all: RequestEntry[]) {
  const asked: number[] = [];
  const read = async (countMax: number): Promise<RequestEntry[]> => {
    asked.push(countMax);
    const some = all.splice(0, countMax);
    return some.length > 0 ? some : untilStopped();
  };
  return { asked, read };
}

describe('new requests', () => {
  test('are read as places become free, never more than there are', async () => {
    const { asked, read } = makeSource(requests(5));
    void consumeRequests(options({ readNew: read }));
    for (let count = 2; count <= 5; count += 1) {
      await untilBegun(count);
      expect(bench.room().calls).toBe(0);
      ends.shift()?.();
    }
    expect(asked.slice(0, 4)).toEqual([2, 1, 1, 1]);
  });

  test('invariant 11: wait when the places were taken while they were being read', async () => {
    const reading = Promise.withResolvers<RequestEntry[]>();
    const consuming = consumeRequests(options({ readNew: () => reading.promise }));
    const taken = requests(2);
    for (const entry of taken) options({}).start(entry);
    const late = requests(2);
    reading.resolve(late);
    ends.shift()?.();
    await untilBegun(3);
    expect(bench.room().calls).toBe(0);
    expect(begun).toEqual([...taken, late[0]]);
    stopping.abort();
    ends.shift()?.();
    await consuming;
    expect(begun).toHaveLength(3);
  });

  test('are read again after Redis gave no answer', async () => {
    const all = requests(1);
    const { asked, read } = makeSource([...all]);
    const readNew = async (countMax: number): Promise<RequestEntry[]> => {
      if (asked.length > 0) return read(countMax);
      asked.push(countMax);
      throw new Error('no answer');
    };
    void consumeRequests(options({ readNew }));
    await untilBegun(1);
    expect(begun).toEqual(all);
  });

  test('are read no more after the stop, whatever the reading was waiting for', async () => {
    const reading = Promise.withResolvers<RequestEntry[]>();
    const consuming = consumeRequests(options({ readNew: () => reading.promise }));
    stopping.abort();
    reading.reject(new Error('Connection is closed.'));
    await consuming;

    const late = Promise.withResolvers<RequestEntry[]>();
    stopping = new AbortController();
    const other = consumeRequests(options({ readNew: () => late.promise }));
    stopping.abort();
    late.resolve(requests(1));
    await other;
    expect(begun).toEqual([]);
  });
});

/** What waits, handed out as far as there is room. */
function makeWaiting(calls: RequestEntry[], copying: RequestEntry[] = []) {
  const asked: Room[] = [];
  for (const entry of copying) copies.add(entry);
  const take = async (room: Room): Promise<TakenRequests> => {
    asked.push(room);
    return {
      calls: calls.splice(0, Math.max(0, room.calls)),
      copies: copying.splice(0, room.copies),
      hasMore: false,
    };
  };
  return { asked, take };
}

describe('requests that wait', () => {
  test('are taken before anything new is read, as places become free', async () => {
    const waiting = requests(3);
    const fresh = requests(1);
    const all = [...waiting, ...fresh];
    const { read } = makeSource(fresh);
    void consumeRequests(options({ takeWaiting: makeWaiting(waiting).take, readNew: read }));
    for (let count = 2; count <= 4; count += 1) {
      await untilBegun(count);
      expect(bench.room().calls).toBe(0);
      ends.shift()?.();
    }
    expect(begun).toEqual(all);
  });

  test('are begun without a free place for calls, where they only copy', async () => {
    const { asked, take } = makeWaiting(requests(2), requests(9));
    void consumeRequests(options({ takeWaiting: take }));
    await untilBegun(10);
    expect(bench.room()).toEqual({ calls: 0, copies: 0 });
    ends.shift()?.();
    await untilBegun(11);
    expect(asked.at(-1)?.calls).toBe(0);
  });

  test('are filed at each look-round though there is no room, and at once when there are many', async () => {
    for (const entry of requests(2)) options({}).start(entry);
    const looked = Promise.withResolvers<void>();
    let calls = 0;
    const takeWaiting = async (): Promise<TakenRequests> => {
      calls += 1;
      if (calls === 50) looked.resolve();
      return { ...NONE, hasMore: calls < 50 };
    };
    void consumeRequests(options({ takeWaiting }));
    await looked.promise;
    expect(begun).toHaveLength(2);
  });
});

describe('abandoned requests', () => {
  test('go on before anything that waits, also when they were found without room', async () => {
    for (const entry of requests(2)) options({}).start(entry);
    const all = requests(1);
    const listed = Promise.withResolvers<void>();
    let lists = 0;
    const listAbandoned = async (): Promise<RequestEntry[]> => {
      lists += 1;
      if (lists > 1) return [];
      listed.resolve();
      return [...all];
    };
    void consumeRequests(options({ listAbandoned, takeWaiting: makeWaiting(requests(5)).take }));
    await listed.promise;
    ends.shift()?.();
    await untilBegun(3);
    expect(begun[2]).toBe(all[0]);
  });

  test('are taken over while there is room, the rest at a later look-round', async () => {
    const all = requests(3);
    void consumeRequests(options({ listAbandoned: async () => all }));
    await untilBegun(2);
    expect(begun).toEqual(all.slice(0, 2));
    ends.shift()?.();
    await untilBegun(3);
    expect(bench.room().calls).toBe(0);
  });

  test('are looked for again after Redis gave no answer', async () => {
    let calls = 0;
    const all = requests(1);
    const listAbandoned = async (): Promise<RequestEntry[]> => {
      if (calls++ === 0) throw new Error('no answer');
      return all;
    };
    void consumeRequests(options({ listAbandoned }));
    await untilBegun(1);
    expect(begun).toEqual(all);
  });

  test('are begun no more after the stop', async () => {
    const listing = Promise.withResolvers<RequestEntry[]>();
    const listed = Promise.withResolvers<void>();
    const listAbandoned = (): Promise<RequestEntry[]> => {
      listed.resolve();
      return listing.promise;
    };
    const looking = consumeRequests(options({ listAbandoned }));
    await listed.promise;
    stopping.abort();
    listing.resolve(requests(1));
    await looking;
    expect(begun).toEqual([]);
  });
});
