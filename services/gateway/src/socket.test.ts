import { beforeEach, describe, expect, test } from 'vitest';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { Redis } from '@continuo/shared/redis/connection';
import { taskKey } from '@continuo/shared/redis/keys';
import { eventually } from '@continuo/tests/support/eventually';
import { startFaultProxy } from '@continuo/tests/support/fault-proxy';
import { useStores } from '@continuo/tests/support/use-stores';
import { WebSocket } from 'ws';
import { expireTask, mirrorTask } from './testing/mirror-task.ts';
import { rawRequest, sendRaw } from './testing/raw-http.ts';
import { readFrames } from './testing/read-frames.ts';
import { readSocket, type SocketMessage } from './testing/read-socket.ts';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';
import { openAnswer, writeWholeAnswer } from './testing/write-answer.ts';

const TEXTS = Array.from({ length: 30 }, (_, i) => `part ${i} of \n\n*ä* 🎼 the answer\r\n\nevent: evil`);
/** accepted, attempt_started, a chunk for each text, completed. */
const LAST_SEQ = TEXTS.length + 3;

/** Bounds a test that hangs; says nothing about speed. */
const SLOW = { timeout: 60_000 };

const stores = useStores();
let gateway: TestGateway;
let redis: Redis;
let taskId: TaskId;
let socketUrl: string;

beforeEach(async () => {
  gateway = await startTestGateway(stores);
  redis = stores.openRedis();
  taskId = (await gateway.accept({ prompt: 'go' })).task_id;
  socketUrl = `${gateway.url}/ws/chat/${taskId}`;
});

/** The same messages, made of the event stream. */
async function readAsEvents(after = 0): Promise<SocketMessage[]> {
  const { frames } = await readFrames(`${gateway.url}/api/chat/stream/${taskId}?after=${after}`);
  return frames.map((frame) => {
    const [, id = '', event = '', data = ''] = /^id: (.*)\nevent: (.*)\ndata: (.*)$/.exec(frame) ?? [];
    return { id, event, data: JSON.parse(data) as Record<string, unknown> };
  });
}

describe('a WebSocket', () => {
  test('brings what the event stream brings, stored and live, and closes behind the terminal entry', async () => {
    const answer = await openAnswer(redis, taskId);
    await answer.write('stored ', 'before ');
    const { messages, code, reason } = await readSocket(socketUrl, {
      onMessage: (count) => {
        if (count === 4) void answer.write(...TEXTS).then(answer.complete);
      },
    });
    expect(messages).toHaveLength(LAST_SEQ + 2);
    expect(messages).toEqual(await readAsEvents());
    expect([code, reason]).toEqual([1000, 'over']);
  });

  test('resumes behind every seq, full and bare', SLOW, async () => {
    await writeWholeAnswer(redis, taskId, TEXTS);
    const whole = await readAsEvents();
    for (let seq = 0; seq <= LAST_SEQ; seq += 1) {
      const readings = await Promise.all(
        [`${seq}-0`, `${seq}`].map((after) => readSocket(`${socketUrl}?after=${after}`)),
      );
      for (const { messages, code } of readings) {
        expect(messages).toEqual(whole.slice(seq));
        expect(code).toBe(1000);
      }
    }
  });

  test(
    'invariant 4: cut anywhere, over two gateways and lines that break, misses and repeats nothing',
    SLOW,
    async () => {
      const other = await startTestGateway(stores, { OWNER: gateway.owner });
      const proxy = await startFaultProxy(other.url);
      const urls = [socketUrl, `${proxy.url}/ws/chat/${taskId}`];
      const answer = await openAnswer(redis, taskId);
      const writing = (async () => {
        for (const text of TEXTS) await answer.write(text);
        await answer.complete();
      })();
      const messages: SocketMessage[] = [];
      for (let turn = 0; messages.at(-1)?.event !== 'completed'; turn += 1) {
        const after = messages.at(-1)?.id ?? '';
        const reading = await readSocket(`${urls[turn % 2]}?after=${after}`, {
          cutAfter: 1 + (turn % 7),
          onMessage: (count) => {
            if (turn % 4 === 1 && count === 2) proxy.cut();
          },
        });
        proxy.mend();
        messages.push(...reading.messages);
      }
      await writing;
      expect(messages).toEqual(await readAsEvents());
      proxy.close();
    },
  );

  test('tells a reader who is ahead of a rebuilt log where to cut back to', async () => {
    await writeWholeAnswer(redis, taskId, ['a']);
    await redis.hset(taskKey(taskId), 'incarnation', 1);
    const { messages, code } = await readSocket(`${socketUrl}?after=9-0`);
    expect(messages).toMatchObject([
      { id: '3-1', event: 'rewind', data: { seq: 3, incarnation: 1 } },
      { id: '4-0', event: 'completed' },
    ]);
    expect(code).toBe(1000);
  });
});

describe('what concerns the task is told by the close code', () => {
  test.each([
    ['t0_019aa0c25f3e7d1cb0a1c2d3e4f50617', 4404, 'unknown_task'],
    ['own?after=99', 4400, 'cursor_ahead'],
    ['own?after=x', 4400, 'invalid_cursor'],
  ])('%s: %i', async (place, code, reason) => {
    const reading = await readSocket(`${gateway.url}/ws/chat/${place.replace('own', taskId)}`);
    expect(reading).toEqual({ messages: [], code, reason });
  });

  test('invariant 10: a task of another owner is as one that never was', async () => {
    const theirs = await startTestGateway(stores);
    const reading = await readSocket(`${theirs.url}/ws/chat/${taskId}`);
    expect(reading).toEqual({ messages: [], code: 4404, reason: 'unknown_task' });
  });

  test('a log that was removed from both stores: 4410', async () => {
    const postgres = stores.openPostgres();
    await writeWholeAnswer(redis, taskId, TEXTS);
    await mirrorTask(redis, postgres, taskId);
    await expireTask(redis, taskId);
    expect((await readSocket(socketUrl)).messages).toHaveLength(LAST_SEQ);
    await postgres.run(({ sql }) => sql`delete from chat_chunks where task_id = ${taskId}`);
    await postgres.run(({ sql }) => sql`delete from task_events where task_id = ${taskId}`);
    expect(await readSocket(socketUrl)).toEqual({ messages: [], code: 4410, reason: 'gone' });
  });

  test('a drain: 1012, and the other gateway goes on', SLOW, async () => {
    const other = await startTestGateway(stores, { OWNER: gateway.owner });
    const answer = await openAnswer(redis, taskId);
    const reading = readSocket(socketUrl);
    await eventually(
      async () => gateway.countStreams(),
      (count) => count === 1,
    );
    await answer.write('before');
    await gateway.drain();
    const { messages, code, reason } = await reading;
    expect([code, reason]).toEqual([1012, 'draining']);
    await answer.complete();
    const rest = await readSocket(`${other.url}/ws/chat/${taskId}?after=${messages.at(-1)?.id}`);
    expect([...messages, ...rest.messages].map(({ event }) => event)).toEqual([
      'accepted',
      'attempt_started',
      'chunk',
      'completed',
    ]);
  });

  test('a connection that is recycled: 1001', async () => {
    const brief = await startTestGateway(stores, { RECYCLE_MS: '100', HEARTBEAT_MS: '100' });
    const { task_id } = await brief.accept({ prompt: 'go' });
    const { messages, code } = await readSocket(`${brief.url}/ws/chat/${task_id}`);
    expect([messages.length, code]).toEqual([1, 1001]);
  });
});

/** Asks for a WebSocket and gives the plain reply. */
async function askRaw(headers: readonly string[], at = gateway.port) {
  const handshake = [
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  ];
  const { status, body } = await sendRaw(at, upgradeRequest([...handshake, ...headers]), true);
  return [status, /"code":"(\w+)"/.exec(body)?.[1]];
}

function upgradeRequest(headers: readonly string[]): Buffer {
  const text = rawRequest('GET', `/ws/chat/${taskId}`, headers).toString('utf8');
  return Buffer.from(text.replace('Connection: close', 'Connection: Upgrade, close'));
}

describe('before the upgrade', () => {
  test('invariant 10: another site’s page is refused, ours is not', async () => {
    expect(await askRaw(['Origin: http://evil.example'])).toEqual([403, 'cross_site']);
    expect(await askRaw(['Origin: null'])).toEqual([403, 'cross_site']);
    expect(await askRaw(['Sec-Fetch-Site: cross-site'])).toEqual([403, 'cross_site']);
    const origin = gateway.url;
    const { messages } = await readSocket(socketUrl, { origin, cutAfter: 1 });
    expect(messages).toMatchObject([{ event: 'accepted' }]);
  });

  test('a name that is not ours is refused', async () => {
    const bytes = upgradeRequest(['Upgrade: websocket']).toString('utf8');
    const { status } = await sendRaw(
      gateway.port,
      bytes.replace('Host: 127.0.0.1', 'Host: evil.example'),
      true,
    );
    expect(status).toBe(403);
  });

  test('a request for no WebSocket, and one that is malformed, are answered', async () => {
    const plain = await fetch(socketUrl);
    expect([plain.status, await plain.json()]).toMatchObject([426, { code: 'upgrade_required' }]);
    const other = await sendRaw(gateway.port, upgradeRequest(['Upgrade: h2c']), true);
    expect(other.status).toBe(426);
    const malformed = await sendRaw(gateway.port, upgradeRequest(['Upgrade: websocket']), true);
    expect(malformed.status).toBe(400);
  });

  test('invariant 11: WebSockets count as streams, and one more than may be is refused', async () => {
    const few = await startTestGateway(stores, { READERS_MAX: '1', OWNER: gateway.owner });
    const socket = new WebSocket(`${few.url.replace('http', 'ws')}/ws/chat/${taskId}`);
    await eventually(
      async () => few.countStreams(),
      (count) => count === 1,
    );
    expect(await askRaw([], few.port)).toEqual([503, 'overloaded']);
    socket.terminate();
    await eventually(
      async () => few.countStreams(),
      (count) => count === 0,
    );
  });
});

describe('invariant 11: a client', () => {
  test('that is quiet gets pings; one that never answers them is cut off', SLOW, async () => {
    const brisk = await startTestGateway(stores, { HEARTBEAT_MS: '20', OWNER: gateway.owner });
    const url = `${brisk.url.replace('http', 'ws')}/ws/chat/${taskId}`;
    const socket = new WebSocket(url);
    let pings = 0;
    const { promise, resolve } = Promise.withResolvers<void>();
    socket.on('ping', () => {
      pings += 1;
      if (pings === 10) resolve();
    });
    await promise;
    expect(socket.readyState).toBe(socket.OPEN);
    socket.terminate();

    const { code } = await readSocket(url, { autoPong: false });
    expect(code).toBe(1006);
  });

  test(
    'that stops reading is cut off, without holding up others, and resumes by its cursor',
    SLOW,
    async () => {
      const strict = await startTestGateway(stores, {
        READER_STALL_MS: '1000',
        HEARTBEAT_MS: '100',
        OWNER: gateway.owner,
      });
      const url = `${strict.url}/ws/chat/${taskId}`;
      const stalled = new WebSocket(url.replace('http', 'ws'));
      const seen: SocketMessage[] = [];
      stalled.on('message', (text: Buffer) => {
        seen.push(JSON.parse(text.toString('utf8')) as SocketMessage);
        stalled.pause();
      });
      await eventually(
        async () => strict.countStreams(),
        (count) => count === 1,
      );
      const other = readSocket(url);
      const answer = await openAnswer(redis, taskId);
      const text = 'a'.repeat(8_000);
      for (let i = 0; i < 2_000; i += 50) await answer.write(...Array<string>(50).fill(text));
      await eventually(
        async () => strict.countStreams(),
        (count) => count === 1,
      );
      await answer.complete();
      const { messages, code } = await other;
      expect([messages.length, code]).toEqual([2_003, 1000]);
      stalled.removeAllListeners('message').terminate();
      const rest = await readSocket(`${url}?after=${seen.at(-1)?.id}`);
      expect([...seen, ...rest.messages].map(({ id }) => id)).toEqual(messages.map(({ id }) => id));
    },
  );

  test('that sends is not listened to, and cut off when it sends much', async () => {
    const socket = new WebSocket(socketUrl.replace('http', 'ws'));
    socket.on('open', () => {
      socket.send('hello');
      socket.send('a'.repeat(2_000));
    });
    const { promise, resolve } = Promise.withResolvers<number>();
    socket.on('close', resolve);
    expect(await promise).toBe(1009);
  });

  test('that leaves, however early, leaves no stream behind', SLOW, async () => {
    const cuts = Array.from({ length: 100 }, (_, i) => readSocket(socketUrl, { cutAfter: 1 + (i % 2) }));
    const answer = await openAnswer(redis, taskId);
    await answer.write('a');
    await Promise.all(cuts);
    await sendRaw(gateway.port, upgradeRequest(['Upgrade: websocket', 'Sec-WebSocket-Version: 13']), false);
    const left = await eventually(
      async () => gateway.countStreams(),
      (count) => count === 0,
    );
    expect(left).toBe(0);
  });
});
