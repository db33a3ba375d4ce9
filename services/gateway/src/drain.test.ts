import { expect, test } from 'vitest';
import { eventually } from '@continuo/tests/support/eventually';
import { readFrames, seqOf } from './testing/read-frames.ts';
import { useStores } from '@continuo/tests/support/use-stores';
import { startTestGateway } from './testing/test-gateway.ts';
import { openAnswer } from './testing/write-answer.ts';

/** Bounds a test that hangs; says nothing about speed. */
const SLOW = { timeout: 60_000 };

const stores = useStores();

test(
  'a drain ends every stream between frames with a new retry, and the other gateway goes on',
  SLOW,
  async () => {
    const gateway = await startTestGateway(stores);
    const other = await startTestGateway(stores, { OWNER: gateway.owner });
    const { task_id, stream_url } = await gateway.accept({ prompt: 'go' });
    const answer = await openAnswer(stores.openRedis(), task_id);
    await answer.write('before');
    const readings = Array.from({ length: 10 }, () => readFrames(gateway.url + stream_url));
    await eventually(
      async () => gateway.countStreams(),
      (count) => count === 10,
    );

    await gateway.drain();
    expect(gateway.countStreams()).toBe(0);
    await expect(fetch(`${gateway.url}/health`)).rejects.toThrow(TypeError);
    await answer.write('after');
    await answer.complete();

    const whole = (await readFrames(other.url + stream_url)).frames;
    for (const { frames, raw } of await Promise.all(readings)) {
      expect(raw).toMatch(/\n\nretry: \d+\n\n$/);
      const lastSeq = seqOf(frames.at(-1) ?? '');
      const rest = await readFrames(`${other.url}${stream_url}?after=${lastSeq}`);
      expect([...frames, ...rest.frames]).toEqual(whole);
    }
  },
);

test(
  'while its streams end, a draining gateway still takes requests, and lets go of their connections',
  SLOW,
  async () => {
    const gateway = await startTestGateway(stores);
    const { task_id, stream_url } = await gateway.accept({ prompt: 'go' });
    const answer = await openAnswer(stores.openRedis(), task_id);
    const readings = Array.from({ length: 10 }, () => readFrames(gateway.url + stream_url));
    await eventually(
      async () => gateway.countStreams(),
      (count) => count === 10,
    );

    const drained = gateway.drain();
    const ready = await fetch(`${gateway.url}/health/ready`);
    const reply = await gateway.generate({ prompt: 'late' });

    expect([ready.status, ready.headers.get('connection')]).toEqual([503, 'close']);
    expect([reply.status, reply.headers.get('connection')]).toEqual([202, 'close']);
    await answer.complete();
    await Promise.all([...readings, drained]);
  },
);

test('a drain lets a request that has begun have its reply', SLOW, async () => {
  const gateway = await startTestGateway(stores);
  const replies = Array.from({ length: 20 }, (_, i) => gateway.generate({ prompt: `p${i}` }));
  await eventually(
    async () => stores.openRedis().xlen('chat:{0}:requests'),
    (length) => length > 0,
  );
  const drained = gateway.drain();
  const settled = await Promise.allSettled(replies);
  await drained;
  // Those that had not reached the server yet were refused as connections; none was answered by half.
  const outcomes = settled.map((reply) =>
    reply.status === 'fulfilled' ? reply.value.status : (reply.reason as Error).name,
  );
  expect(outcomes).toContain(202);
  expect(outcomes.filter((outcome) => outcome !== 202 && outcome !== 'TypeError')).toEqual([]);
});
