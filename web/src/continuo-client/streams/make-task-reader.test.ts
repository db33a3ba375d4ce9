import { encodeRewind, HEARTBEAT } from '@continuo/shared/protocol/sse';
import { START } from '@continuo/shared/protocol/cursor';
import { afterEach, describe, expect, test } from 'vitest';
import type { Contact } from '../surroundings/contact.ts';
import { makeCounters } from '../surroundings/counters.ts';
import { makeTaskReader, type ReaderEnd, type TaskReader } from './make-task-reader.ts';
import {
  cancelled,
  chunk,
  frames,
  startScriptedServer,
  status,
  stream,
  type Reply,
} from '../testing/scripted-server.ts';
import { makeSurroundings } from '../surroundings/surroundings.ts';
import { makeWakeUps } from '../surroundings/wake-ups.ts';

const running: { stop: () => unknown }[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

interface Given {
  replies: readonly Reply[];
  seq?: number;
  heartbeatMs?: number;
  random?: () => number;
  onContact?: (contact: Contact, reading: Reading) => void;
}

interface Reading {
  server: Awaited<ReturnType<typeof startScriptedServer>>;
  counters: ReturnType<typeof makeCounters>;
  wakeUps: ReturnType<typeof makeWakeUps>;
  reader: TaskReader | undefined;
  seqs: number[];
  resets: number;
  contacts: Contact['kind'][];
}

/** Reads until the end that the reader reports. Delays are 0 unless a test gives its own chance. */
async function read(given: Given): Promise<Reading & { end: ReaderEnd }> {
  const server = await startScriptedServer(given.replies);
  const ended = Promise.withResolvers<ReaderEnd>();
  const wakeUps = makeWakeUps();
  const counters = makeCounters();
  const reading: Reading = {
    server,
    counters,
    wakeUps,
    reader: undefined,
    seqs: [],
    resets: 0,
    contacts: [],
  };
  const surroundings = makeSurroundings({
    baseUrl: server.url,
    counters,
    wakeUps,
    heartbeatMs: given.heartbeatMs ?? 10_000,
    random: given.random ?? (() => 0),
  });
  const reader = makeTaskReader(
    {
      taskId: 't0_1',
      from: { cursor: given.seq ? { seq: given.seq, incarnation: 0 } : START, epoch: 0 },
      onEntries: (entries) => reading.seqs.push(...entries.map((entry) => entry.seq)),
      onReset: () => {
        reading.resets += 1;
        reading.seqs = [];
      },
      onContact: (contact) => {
        reading.contacts.push(contact.kind);
        given.onContact?.(contact, reading);
      },
      onEnd: ended.resolve,
    },
    surroundings,
  );
  reading.reader = reader;
  running.push(reader, { stop: server.close });
  return Object.assign(reading, { end: await ended.promise });
}

const lastEventIds = (reading: Reading): unknown[] =>
  reading.server.requests.map((request) => request.headers['last-event-id']);

const first = frames(1, [chunk(0, 'a'), chunk(1, 'b')]);
const rest = stream(frames(3, [chunk(2, 'c'), cancelled]), 'end');

/** Says nothing but heartbeats for longer than the client waits in silence, then ends the task. */
/** For two seconds. */
const beating: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  let beats = 0;
  const timer = setInterval(() => {
    beats += 1;
    response.write(beats < 20 ? HEARTBEAT : frames(1, [cancelled]));
    if (beats === 20) clearInterval(timer);
  }, 100);
};

describe('reading to the end', () => {
  test('an unbroken stream gives every entry once and in order', async () => {
    const all = frames(1, [chunk(0, 'a'), chunk(1, 'b'), cancelled]);
    const reading = await read({ replies: [stream(all, 'end')] });
    expect(reading).toMatchObject({ end: 'finished', seqs: [1, 2, 3], counters: makeCounters() });
    expect(lastEventIds(reading)).toEqual([undefined]);
  });

  test('entries cut anywhere into network packets are the same entries', async () => {
    const bytes = Buffer.from(frames(1, [chunk(0, 'grüße 🙂'), cancelled]));
    const byteByByte: Reply = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const writeFrom = (start: number): void => {
        if (start === bytes.length) response.end();
        else response.write(bytes.subarray(start, start + 1), () => setImmediate(writeFrom, start + 1));
      };
      writeFrom(0);
    };
    expect(await read({ replies: [byteByByte] })).toMatchObject({ end: 'finished', seqs: [1, 2] });
  });

  test('the first request carries the cursor that a reader brings along', async () => {
    const reading = await read({ seq: 2, replies: [stream(frames(3, [cancelled]), 'end')] });
    expect(lastEventIds(reading)).toEqual(['2-0']);
    expect(reading.seqs).toEqual([3]);
  });

  test.each([
    [204, 'finished'],
    [404, 'gone'],
    [410, 'gone'],
    [403, 'refused'],
  ])('status %d ends the reading as %s', async (code, end) => {
    const reading = await read({ seq: 2, replies: [status(code)] });
    expect(reading).toMatchObject({ end, seqs: [] });
    expect(reading.server.requests).toHaveLength(1);
  });
});

describe('a connection that breaks', () => {
  test.each(['end', 'cut'] as const)(
    'goes on behind the last entry after a connection that ends with a %s',
    async (ending) => {
      const reading = await read({ replies: [stream(first, ending), rest] });
      expect(reading).toMatchObject({ end: 'finished', seqs: [1, 2, 3, 4] });
      expect(lastEventIds(reading)).toEqual([undefined, '2-0']);
      expect(reading.counters).toEqual({ ...makeCounters(), reconnects: 1 });
    },
  );

  test('silence longer than two and a half heartbeats counts as broken', async () => {
    const reading = await read({ heartbeatMs: 40, replies: [stream(first, 'stall'), rest] });
    expect(reading).toMatchObject({ end: 'finished', seqs: [1, 2, 3, 4] });
  });

  test('heartbeats alone keep a connection', async () => {
    const reading = await read({ heartbeatMs: 500, replies: [beating] });
    expect(reading).toMatchObject({ end: 'finished', seqs: [1], counters: { reconnects: 0 } });
  });

  test.each([500, 502, 503, 429, 408])('status %d is tried again', async (code) => {
    const reading = await read({ replies: [status(code), status(code), rest], seq: 2 });
    expect(reading).toMatchObject({ end: 'finished', seqs: [3, 4] });
    expect(lastEventIds(reading)).toEqual(['2-0', '2-0', '2-0']);
  });

  test('a page that says 200 but is no stream is tried again', async () => {
    const portal = status(200, { 'content-type': 'text/html' });
    expect(await read({ replies: [portal, rest], seq: 2 })).toMatchObject({ end: 'finished', seqs: [3, 4] });
  });
});

describe('waking', () => {
  test('a wake-up ends the wait that Retry-After asked for', async () => {
    const reading = await read({
      replies: [status(503, { 'retry-after': '3600' }), rest],
      seq: 2,
      onContact: ({ kind }, { wakeUps }) => {
        if (kind === 'waiting') setImmediate(() => wakeUps.wake({ hiddenMs: 0 }));
      },
    });
    expect(reading).toMatchObject({ end: 'finished', seqs: [3, 4] });
    expect(reading.contacts).toEqual(['connecting', 'waiting', 'connecting', 'live']);
  });

  test('waking after a long absence leaves a connection that looks open', async () => {
    let isWoken = false;
    const reading = await read({
      replies: [stream(first, 'stall'), rest],
      onContact: ({ kind }, { wakeUps, seqs }) => {
        if (kind !== 'live' || isWoken) return;
        isWoken = true;
        expect(seqs).toEqual([]);
        setTimeout(() => wakeUps.wake({ hiddenMs: 60_000 }));
      },
    });
    expect(reading).toMatchObject({ end: 'finished', seqs: [1, 2, 3, 4] });
  });
});

describe('a stream that is not what it should be', () => {
  test('entries seen before are dropped and counted', async () => {
    const again = stream(frames(1, [chunk(0, 'a'), chunk(1, 'b'), cancelled]), 'end');
    const reading = await read({ replies: [again], seq: 2 });
    expect(reading).toMatchObject({ end: 'finished', seqs: [3], counters: { dupes: 2, gaps: 0 } });
  });

  test('a hole makes the reader ask again from the last entry before it', async () => {
    const holed = stream(frames(1, [chunk(0, 'a')]) + frames(3, [cancelled]), 'stall');
    const reading = await read({ replies: [holed, stream(frames(2, [chunk(1, 'b'), cancelled]), 'end')] });
    expect(reading).toMatchObject({ end: 'finished', seqs: [1, 2, 3], counters: { gaps: 1 } });
    expect(lastEventIds(reading)).toEqual([undefined, '1-0']);
  });

  test('a hole that stays makes the reader read the log anew', async () => {
    const holed = stream(frames(4, [cancelled]), 'stall');
    const whole = stream(frames(1, [chunk(0, 'a'), cancelled]), 'end');
    const reading = await read({ replies: [holed, holed, holed, whole], seq: 2 });
    expect(reading).toMatchObject({ end: 'finished', seqs: [1, 2], resets: 1, counters: { gaps: 3 } });
  });

  test('entries of a fenced-off holder are dropped and counted', async () => {
    const text =
      frames(1, [chunk(0, 'new')], 2) + frames(2, [chunk(1, 'late')], 1) + frames(2, [cancelled], 2);
    const reading = await read({ replies: [stream(text, 'end')] });
    expect(reading).toMatchObject({ end: 'finished', seqs: [1, 2], counters: { fenced: 1, gaps: 0 } });
  });

  test('a rewind makes the reader forget and read the log anew', async () => {
    const rewound = stream(encodeRewind({ seq: 1, incarnation: 1 }), 'stall');
    const whole = stream(frames(1, [chunk(0, 'a'), cancelled]), 'end');
    const reading = await read({ replies: [rewound, whole], seq: 7 });
    expect(reading).toMatchObject({ end: 'finished', seqs: [1, 2], resets: 1 });
    expect(lastEventIds(reading)).toEqual(['7-0', undefined]);
  });

  test('a cursor that the service does not know makes the reader begin anew, once', async () => {
    const reading = await read({ replies: [status(400)], seq: 7 });
    expect(reading).toMatchObject({ end: 'refused', resets: 1 });
    expect(lastEventIds(reading)).toEqual(['7-0', undefined]);
  });
});
