import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { EntryDraft } from '../../protocol/entry.ts';
import { ENTRIES_PER_APPEND_MAX } from '../../protocol/limits.ts';
import { fromLiveMessage } from '../entry-codec.ts';
import { liveChannel } from '../keys.ts';
import { readTaskRecord } from '../task-record.ts';
import type { AppendReply, Fence, TaskRef } from '../transitions.ts';
import { dumpKeys } from '../testing/dump-keys.ts';
import {
  COMPLETED,
  LEASE_MS,
  attemptStarted,
  chunk,
  newTask,
  readLog,
  readTypes,
  submitHeld,
} from '../testing/test-task.ts';
import { useRedis } from '../testing/use-redis.ts';

const store = useRedis();

function append(
  task: TaskRef,
  fence: Fence,
  from: number,
  drafts: readonly EntryDraft[],
): Promise<AppendReply> {
  return store.transitions.append(task, { ...fence, from, leaseMs: LEASE_MS }, drafts);
}

async function readTexts(task: TaskRef): Promise<string[]> {
  const log = await readLog(store.redis, task);
  return log.flatMap((entry) =>
    entry.type === 'chunk' ? [(JSON.parse(entry.data) as { text: string }).text] : [],
  );
}

describe('append', () => {
  test('invariant 2: adds entries at the end, dense, under the epoch of the holder', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    expect(await append(task, fence, 3, [chunk(0), chunk(1)])).toEqual({ tag: 'appended', seq: 4 });
    expect(await append(task, fence, 5, [chunk(2)])).toEqual({ tag: 'appended', seq: 5 });
    const log = await readLog(store.redis, task);
    expect(log.map(({ seq, epoch }) => [seq, epoch])).toEqual([
      [1, 0],
      [2, 1],
      [3, 1],
      [4, 1],
      [5, 1],
    ]);
  });

  test('sent again after its reply was lost, writes nothing', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    await append(task, fence, 3, [chunk(0), chunk(1)]);
    const before = await readLog(store.redis, task);
    expect(await append(task, fence, 3, [chunk(0), chunk(1)])).toEqual({ tag: 'appended', seq: 4 });
    expect(await append(task, fence, 3, [chunk(0)])).toEqual({ tag: 'appended', seq: 4 });
    expect(await readLog(store.redis, task)).toEqual(before);
  });

  test('of which a part is there already, adds the rest', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    await append(task, fence, 3, [chunk(0, 'a'), chunk(1, 'b')]);
    expect(await append(task, fence, 4, [chunk(1, 'other'), chunk(2, 'c')])).toEqual({
      tag: 'appended',
      seq: 5,
    });
    expect(await readTexts(task)).toEqual(['a', 'b', 'c']);
  });

  test('invariant 2: is refused when it would leave a gap', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    const before = await dumpKeys(store.redis);
    expect(await append(task, fence, 4, [chunk(0)])).toEqual({ tag: 'gap', seq: 2 });
    expect(await dumpKeys(store.redis)).toEqual(before);
  });

  test('invariant 12: is refused after the terminal entry', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    await store.transitions.finish(task, { ...fence, head: 2, cacheMs: 0 }, COMPLETED);
    const before = await dumpKeys(store.redis);
    expect(await append(task, fence, 4, [chunk(0)])).toEqual({ tag: 'closed', status: 'completed' });
    expect(await dumpKeys(store.redis)).toEqual(before);
  });

  test('to a task that Redis does not know writes nothing', async () => {
    const before = await dumpKeys(store.redis);
    expect(await append(newTask(), { epoch: 1, nonce: 'n' }, 1, [chunk(0)])).toEqual({ tag: 'closed' });
    expect(await dumpKeys(store.redis)).toEqual(before);
  });

  test('invariant 8: is refused from a stored cancel on, also at the seq that the cancel took', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    await store.transitions.cancel(task);
    const before = await dumpKeys(store.redis);
    for (const from of [3, 4]) {
      expect(await append(task, fence, from, [chunk(0)])).toEqual({ tag: 'cancel_requested' });
    }
    expect(await dumpKeys(store.redis)).toEqual(before);
  });

  test('extends the lease', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    const leaseOf = async (): Promise<number> =>
      (await readTaskRecord(store.redis, task.taskId))?.leaseUntil ?? 0;
    const before = await leaseOf();
    await store.transitions.append(task, { ...fence, from: 3, leaseMs: 2 * LEASE_MS }, [chunk(0)]);
    expect(await leaseOf()).toBeGreaterThanOrEqual(before + LEASE_MS);
  });

  test('counts the attempts that it begins', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    await append(task, fence, 3, [chunk(0), attemptStarted(2), attemptStarted(3)]);
    await append(task, fence, 3, [chunk(0), attemptStarted(2), attemptStarted(3)]);
    expect((await readTaskRecord(store.redis, task.taskId))?.attempts).toBe(3);
  });

  test('takes as many entries as one call may have', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    const drafts = Array.from({ length: ENTRIES_PER_APPEND_MAX }, (_, i) => chunk(i));
    expect(await append(task, fence, 3, drafts)).toEqual({ tag: 'appended', seq: 2 + drafts.length });
  });
});

describe('what readers hear of an append', () => {
  test('is one message with the very entries that are stored', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    const subscriber = store.connect('subscriber');
    await subscriber.ssubscribe(liveChannel(task.taskId));
    const heard = once(subscriber, 'smessage');

    const text = 'tab \t, line \n\r, NUL-free, "quoted" \\ \u2028 \u{1F9ED}';
    await append(task, fence, 3, [chunk(0, text), { type: 'provider_handle', handle: 'h' }]);

    const [, message] = (await heard) as [string, string];
    expect(fromLiveMessage(message)).toEqual((await readLog(store.redis, task)).slice(2));
  });

  test('is nothing when everything was there already', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    await append(task, fence, 3, [chunk(0)]);
    const subscriber = store.connect('subscriber');
    await subscriber.ssubscribe(liveChannel(task.taskId));
    const messages: string[] = [];
    subscriber.on('smessage', (_channel: string, message: string) => messages.push(message));

    await append(task, fence, 3, [chunk(0)]);
    const next = once(subscriber, 'smessage');
    await append(task, fence, 4, [chunk(1)]);

    await next;
    expect(messages.map((message) => fromLiveMessage(message)[0]?.seq)).toEqual([4]);
    expect(await readTypes(store.redis, task)).toHaveLength(4);
  });
});
