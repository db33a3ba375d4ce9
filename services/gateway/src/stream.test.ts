import { setImmediate as letOthersRun } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { Redis } from '@continuo/shared/redis/connection';
import { expireTask, mirrorTask } from './testing/mirror-task.ts';
import { eventOf, readFrames, seqOf } from './testing/read-frames.ts';
import { useStores } from '@continuo/tests/support/use-stores';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';
import { openAnswer, writeWholeAnswer } from './testing/write-answer.ts';

const TEXTS = Array.from({ length: 30 }, (_, i) => `part ${i} of \n\n*ä* 🎼 the answer\r\n\nevent: evil`);
/** accepted, attempt_started, a chunk for each text, completed. */
const LAST_SEQ = TEXTS.length + 3;
const ALL_SEQS = Array.from({ length: LAST_SEQ }, (_, i) => i + 1);

/** Bounds a test that hangs; says nothing about speed. */
const SLOW = { timeout: 60_000 };

const stores = useStores();
let gateway: TestGateway;
let redis: Redis;
let taskId: TaskId;
let streamUrl: string;

beforeEach(async () => {
  gateway = await startTestGateway(stores);
  redis = stores.openRedis();
  taskId = (await gateway.accept({ prompt: 'go' })).task_id;
  streamUrl = `${gateway.url}/api/chat/stream/${taskId}`;
});

describe('a stream', () => {
  test('replays the log, tails it, and ends behind the terminal entry', async () => {
    const answer = await openAnswer(redis, taskId);
    await answer.write('stored ', 'before ');
    const reading = readFrames(streamUrl, {
      onFrame: (count) => {
        if (count === 4) void answer.write('live').then(answer.complete);
      },
    });
    const { frames } = await reading;
    expect(frames.map(eventOf)).toEqual([
      'accepted',
      'attempt_started',
      'chunk',
      'chunk',
      'chunk',
      'completed',
    ]);
    expect(frames.map(seqOf)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('carries what protects it from proxies and its reader from surprises', async () => {
    await writeWholeAnswer(redis, taskId, TEXTS);
    const response = await fetch(streamUrl, { headers: { 'X-Request-Id': 'my-id' } });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
      'x-request-id': 'my-id',
    });
    const raw = await response.text();
    expect(raw).toMatch(/^retry: \d+\n\nid: 1-0\nevent: accepted\ndata: \{/);
    // No text of an answer makes a frame of its own.
    expect(raw.match(/^event: evil$/m)).toBeNull();
  });

  test('resumes behind every seq, by header and by query, full and bare', SLOW, async () => {
    await writeWholeAnswer(redis, taskId, TEXTS);
    const { frames } = await readFrames(streamUrl);
    expect(frames.map(seqOf)).toEqual(ALL_SEQS);
    for (let seq = 0; seq < LAST_SEQ; seq += 1) {
      const readings = await Promise.all([
        readFrames(streamUrl, { headers: { 'Last-Event-ID': `${seq}-0` } }),
        readFrames(streamUrl, { headers: { 'Last-Event-ID': `${seq}` } }),
        readFrames(`${streamUrl}?after=${seq}-0`),
        readFrames(`${streamUrl}?after=${seq}`),
      ]);
      for (const reading of readings) expect(reading.frames).toEqual(frames.slice(seq));
    }
  });

  test('is a 204 for a reader that has all of it, which is what stops an EventSource', async () => {
    await writeWholeAnswer(redis, taskId, TEXTS);
    const response = await fetch(streamUrl, { headers: { 'Last-Event-ID': `${LAST_SEQ}-0` } });
    expect([response.status, await response.text()]).toEqual([204, '']);
  });

  test('goes by the header when an EventSource opened with ?after= comes back', async () => {
    await writeWholeAnswer(redis, taskId, TEXTS);
    const headers = { 'Last-Event-ID': '20-0' };
    const { frames } = await readFrames(`${streamUrl}?after=4`, { headers });
    expect(frames.map(seqOf)).toEqual(ALL_SEQS.slice(20));
  });

  test('starts over for an empty cursor', async () => {
    await writeWholeAnswer(redis, taskId, ['a']);
    const { frames } = await readFrames(`${streamUrl}?after=`, { headers: { 'Last-Event-ID': '' } });
    expect(frames).toHaveLength(4);
  });
});

test(
  'invariant 4: readers that are cut anywhere, over two gateways, miss and repeat nothing',
  SLOW,
  async () => {
    const other = await startTestGateway(stores, { OWNER: gateway.owner });
    const urls = [streamUrl, `${other.url}/api/chat/stream/${taskId}`];
    const answer = await openAnswer(redis, taskId);
    const reading = Promise.all(Array.from({ length: 20 }, (_, i) => readWithCuts(urls, i)));
    for (const text of TEXTS) {
      await answer.write(text);
      await letOthersRun();
    }
    await answer.complete();

    const { frames } = await readFrames(streamUrl);
    expect(frames.map(seqOf)).toEqual(ALL_SEQS);
    for (const transcript of await reading) expect(transcript).toEqual(frames);
  },
);

/** Reads to the end, a few frames at a time, each time from the next gateway. */
async function readWithCuts(urls: readonly string[], seed: number): Promise<string[]> {
  const transcript: string[] = [];
  for (let turn = seed; ; turn += 1) {
    const last = transcript.at(-1);
    const headers: Record<string, string> = last ? { 'Last-Event-ID': `${seqOf(last)}-0` } : {};
    const url = urls[turn % urls.length] ?? '';
    const { status, frames } = await readFrames(url, { headers, cutAfter: 1 + (turn % 7) });
    transcript.push(...frames);
    if (status === 204 || eventOf(transcript.at(-1) ?? '') === 'completed') return transcript;
  }
}

describe('when Redis no longer has the log', () => {
  test('invariant 5: Postgres replays the same bytes, for every cursor', async () => {
    const postgres = stores.openPostgres();
    await writeWholeAnswer(redis, taskId, TEXTS);
    const fromRedis = await readFrames(streamUrl);
    await mirrorTask(redis, postgres, taskId);
    await expireTask(redis, taskId);

    expect((await readFrames(streamUrl)).raw).toBe(fromRedis.raw);
    for (const seq of [1, 2, 17, LAST_SEQ - 1]) {
      const { frames } = await readFrames(`${streamUrl}?after=${seq}`);
      expect(frames).toEqual(fromRedis.frames.slice(seq));
    }
    const finished = await fetch(`${streamUrl}?after=${LAST_SEQ}`);
    expect(finished.status).toBe(204);
    expect((await fetch(`${streamUrl}?after=${LAST_SEQ + 1}`)).status).toBe(400);
  });

  test('status, chunks, result and cancel say the same as before', async () => {
    const postgres = stores.openPostgres();
    await writeWholeAnswer(redis, taskId, TEXTS);
    await mirrorTask(redis, postgres, taskId);
    const before = await Promise.all(['status', 'chunks', 'result'].map(readJson));
    await expireTask(redis, taskId);
    const after = await Promise.all(['status', 'chunks', 'result'].map(readJson));
    expect(after).toEqual([{ ...before[0], persisted_seq: LAST_SEQ }, ...before.slice(1)]);
    const cancel = await fetch(`${gateway.url}/api/chat/cancel/${taskId}`, { method: 'POST' });
    expect(await cancel.json()).toMatchObject({ status: 'completed', cancel_requested: false });
  });

  test('a reader that was following goes on from Postgres', async () => {
    const postgres = stores.openPostgres();
    await writeWholeAnswer(redis, taskId, TEXTS);
    await mirrorTask(redis, postgres, taskId);
    const { frames } = await readFrames(streamUrl, { cutAfter: 10 });
    await expireTask(redis, taskId);
    const rest = await readFrames(`${streamUrl}?after=10`);
    expect([...frames, ...rest.frames].map(seqOf)).toEqual(ALL_SEQS);
  });

  test('a task whose log was removed from both stores is a 410', async () => {
    const postgres = stores.openPostgres();
    await writeWholeAnswer(redis, taskId, TEXTS);
    await mirrorTask(redis, postgres, taskId);
    await expireTask(redis, taskId);
    await postgres.run(({ sql }) => sql`delete from chat_chunks where task_id = ${taskId}`);
    await postgres.run(({ sql }) => sql`delete from task_events where task_id = ${taskId}`);
    for (const route of ['stream', 'status', 'chunks', 'result']) {
      const response = await fetch(`${gateway.url}/api/chat/${route}/${taskId}`);
      expect([response.status, await response.json()]).toMatchObject([410, { code: 'gone' }]);
    }
  });

  async function readJson(route: string): Promise<Record<string, unknown>> {
    const response = await fetch(`${gateway.url}/api/chat/${route}/${taskId}`);
    return (await response.json()) as Record<string, unknown>;
  }
});
