import { connect } from 'node:net';
import { beforeEach, describe, expect, test } from 'vitest';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { Redis } from '@continuo/shared/redis/connection';
import { liveChannel } from '@continuo/shared/redis/keys';
import { eventually } from '@continuo/tests/support/eventually';
import { readFrames, seqOf } from './testing/read-frames.ts';
import { useStores } from '@continuo/tests/support/use-stores';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';
import { openAnswer } from './testing/write-answer.ts';

/** Bounds a test that hangs; says nothing about speed. */
const SLOW = { timeout: 60_000 };

const stores = useStores();
let redis: Redis;

beforeEach(() => {
  redis = stores.openRedis();
});

async function acceptTask(gateway: TestGateway): Promise<{ taskId: TaskId; streamUrl: string }> {
  const { task_id: taskId, stream_url } = await gateway.accept({ prompt: 'go' });
  return { taskId, streamUrl: gateway.url + stream_url };
}

async function countSubscribers(taskId: TaskId): Promise<number> {
  const [, count] = (await redis.call('PUBSUB', 'SHARDNUMSUB', liveChannel(taskId))) as [string, number];
  return count;
}

test('a quiet stream gets heartbeats', async () => {
  const gateway = await startTestGateway(stores, { HEARTBEAT_MS: '10' });
  const { streamUrl } = await acceptTask(gateway);
  const response = await fetch(streamUrl);
  const decoder = new TextDecoder();
  let raw = '';
  for await (const bytes of response.body ?? []) {
    raw += decoder.decode(bytes, { stream: true });
    if (raw.split(': heartbeat\n\n').length > 3) break;
  }
  expect(raw).toMatch(/^retry: 1000\n\nid: 1-0\n.*\n.*\n\n(: heartbeat\n\n){3,}$/);
});

test('a connection is recycled, between frames, and its reader goes on by its cursor', async () => {
  const gateway = await startTestGateway(stores, { RECYCLE_MS: '100', HEARTBEAT_MS: '100' });
  const { taskId, streamUrl } = await acceptTask(gateway);
  const answer = await openAnswer(redis, taskId);
  const first = await readFrames(streamUrl);
  expect(first.frames.map(seqOf)).toEqual([1, 2]);
  expect(first.raw.endsWith('\n\n')).toBe(true);
  await answer.write('on');
  await answer.complete();
  const rest = await readFrames(streamUrl, { headers: { 'Last-Event-ID': '2-0' } });
  expect(rest.frames.map(seqOf)).toEqual([3, 4]);
});

test('streams are bounded, and one that ends makes room', async () => {
  const gateway = await startTestGateway(stores, { READERS_MAX: '1' });
  const { streamUrl } = await acceptTask(gateway);
  const abort = new AbortController();
  const open = await fetch(streamUrl, { signal: abort.signal });
  expect(open.status).toBe(200);

  const refused = await fetch(streamUrl);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
  expect(await refused.json()).toMatchObject({ code: 'overloaded' });

  abort.abort();
  const { status } = await eventually(
    () => readFrames(streamUrl, { cutAfter: 1 }),
    (reading) => reading.status === 200,
  );
  expect(status).toBe(200);
});

test('all readers of a task get the same bytes from one subscription', async () => {
  const gateway = await startTestGateway(stores);
  const { taskId, streamUrl } = await acceptTask(gateway);
  const answer = await openAnswer(redis, taskId);
  const readings = Array.from({ length: 50 }, () => readFrames(streamUrl));
  await eventually(
    async () => gateway.countStreams(),
    (count) => count === 50,
  );
  expect(await countSubscribers(taskId)).toBe(1);
  for (const text of ['a', 'b', 'c']) await answer.write(text, text);
  await answer.complete();
  const raws = (await Promise.all(readings)).map((reading) => reading.raw);
  expect(new Set(raws).size).toBe(1);
});

describe('a reader that stops reading', () => {
  const CHUNKS = 2_000;

  test('is cut off, without holding up others, and resumes by its cursor', SLOW, async () => {
    // Long enough for the reader that does read, on a machine that is busy.
    const gateway = await startTestGateway(stores, { READER_STALL_MS: '2000', HEARTBEAT_MS: '100' });
    const { taskId, streamUrl } = await acceptTask(gateway);
    const socket = connect(gateway.port, '127.0.0.1');
    const pieces: Buffer[] = [];
    socket.on('data', (piece: Buffer) => pieces.push(piece));
    socket.write(`GET /api/chat/stream/${taskId} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
    await eventually(
      async () => gateway.countStreams(),
      (count) => count === 1,
    );
    socket.pause();

    const other = readFrames(streamUrl);
    await eventually(
      async () => gateway.countStreams(),
      (count) => count === 2,
    );
    const answer = await openAnswer(redis, taskId);
    const text = 'a'.repeat(8_000);
    for (let i = 0; i < CHUNKS; i += 50) await answer.write(...Array<string>(50).fill(text));
    await eventually(
      async () => gateway.countStreams(),
      (count) => count === 1,
    );
    await answer.complete();
    const whole = (await other).frames;
    expect(whole).toHaveLength(CHUNKS + 3);

    const { promise: closed, resolve } = Promise.withResolvers<void>();
    socket.on('close', () => resolve());
    socket.resume();
    await closed;
    const seen = [
      ...Buffer.concat(pieces)
        .toString()
        .matchAll(/^id: (\d+)-0$/gm),
    ].map((id) => Number(id[1]));
    // Its last frame may have been cut in the middle: a client counts it only when it was whole.
    const lastWhole = (seen.at(-1) ?? 0) - 1;
    expect(lastWhole).toBeLessThan(CHUNKS);
    const rest = await readFrames(`${streamUrl}?after=${lastWhole}`);
    expect(rest.frames).toEqual(whole.slice(lastWhole));
  });
});

test('a thousand connections that are cut leave no stream, no subscription and no socket', SLOW, async () => {
  const gateway = await startTestGateway(stores);
  const { taskId } = await acceptTask(gateway);
  const before = countSockets();
  for (let i = 0; i < 20; i += 1) {
    const cuts = Array.from({ length: 50 }, (_, n) => cutConnection(gateway.port, taskId, n % 2 === 0));
    await Promise.all(cuts);
  }
  const left = await eventually(
    async () => [gateway.countStreams(), await countSubscribers(taskId), countSockets() - before],
    (counts) => counts.every((count) => count <= 0),
  );
  expect(left.slice(0, 2)).toEqual([0, 0]);
});

/** Of this process: both ends of its connections to itself. */
function countSockets(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
}

/** @param isEarly before the reply has begun, while the gateway looks the task up */
async function cutConnection(port: number, taskId: TaskId, isEarly: boolean): Promise<void> {
  const { promise: closed, resolve, reject } = Promise.withResolvers<void>();
  const socket = connect(port, '127.0.0.1');
  socket.on('error', reject);
  socket.on('close', () => resolve());
  socket.once('data', () => socket.resetAndDestroy());
  socket.write(`GET /api/chat/stream/${taskId} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`, () => {
    if (isEarly) socket.resetAndDestroy();
  });
  await closed;
}
