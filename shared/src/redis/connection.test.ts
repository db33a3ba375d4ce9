import { randomUUID } from 'node:crypto';
import { eventually } from '@continuo/tests/support/eventually';
import { openStoreProxy, type StoreProxy } from '@continuo/tests/support/store-proxy';
import { describe, onTestFinished, test } from 'vitest';
import { makeRedis } from './connection.ts';
import { liveChannel } from './keys.ts';
import { readTaskStream } from './task-stream.ts';
import { TaskTail } from './task-tail.ts';
import { startReader } from './testing/start-reader.ts';
import { COMPLETED, LEASE_MS, chunk, submitHeld } from './testing/test-task.ts';
import { useRedis } from './testing/use-redis.ts';

const store = useRedis();

/** What passed so far is forgotten by a router in between; new connections work. */
function deaden(proxy: StoreProxy): void {
  proxy.silence();
  proxy.mend();
}

/** A dead connection is given up after some seconds. */
describe.concurrent(
  'invariant 11: a connection that is dead, though nobody closed it',
  { timeout: 30_000 },
  () => {
    test('is given up for another: a command fails in time, the next one works', async ({ expect }) => {
      const proxy = await openStoreProxy(store.url);
      const redis = makeRedis(proxy.url, 'command', () => undefined);
      onTestFinished(() => redis.disconnect());
      await redis.ping();
      deaden(proxy);
      await expect(redis.ping()).rejects.toThrow('timed out');
      expect(await redis.ping()).toBe('PONG');
    });

    test('does not bring commands later that were given up', async ({ expect }) => {
      const proxy = await openStoreProxy(store.url);
      const redis = makeRedis(proxy.url, 'command', () => undefined);
      onTestFinished(() => redis.disconnect());
      await redis.ping();
      deaden(proxy);
      const name = randomUUID();
      // Commands of one turn travel in one pipeline.
      const replies = await Promise.allSettled([redis.incr(name), redis.incr(name)]);
      expect(replies.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
      expect(await redis.incr(name)).toBe(1);
    });

    test('is noticed by a tail, which subscribes anew and hears entries again', async ({ expect }) => {
      const proxy = await openStoreProxy(store.url);
      const subscriber = makeRedis(proxy.url, 'subscriber', () => undefined);
      const tail = new TaskTail({
        subscriber,
        readLog: (taskId, afterSeq) => readTaskStream(store.redis, taskId, afterSeq),
        // The watchdog finds nothing to read: what comes is heard, or read after a new subscription.
        readHead: async () => ({ seq: 0, incarnation: 0 }),
        onError: () => undefined,
      });
      onTestFinished(() => tail.close());
      const { task, fence } = await submitHeld(store.transitions);
      const reader = startReader(tail, task);
      await reader.has(2);
      await eventually(
        () => store.redis.call('PUBSUB', 'SHARDNUMSUB', liveChannel(task.taskId)),
        (reply) => (reply as [string, number])[1] === 1,
      );
      deaden(proxy);
      await store.transitions.append(task, { ...fence, from: 3, leaseMs: LEASE_MS }, [chunk(0)]);
      await reader.has(3);
      await store.transitions.finish(task, { ...fence, head: 3, cacheMs: 0 }, COMPLETED);
      expect(await reader.ended).toEqual({ tag: 'terminal' });
      expect(reader.seqs).toEqual([1, 2, 3, 4]);
    });
  },
);
