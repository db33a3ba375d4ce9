import { describe, expect, test } from 'vitest';
import type { TaskId } from '../../protocol/task-id.ts';
import { cacheKey } from '../keys.ts';
import { readTaskRecord } from '../task-record.ts';
import type { ElectReply, Fence, TaskRef } from '../transitions.ts';
import { dumpKeys } from '../testing/dump-keys.ts';
import { COMPLETED, hold, newTask, submit, submitHeld, submitNew, type Hold } from '../testing/test-task.ts';
import { useRedis } from '../testing/use-redis.ts';

const store = useRedis();

function elect(task: TaskRef, fence: Fence, abandoned: TaskId): Promise<ElectReply> {
  return store.transitions.elect(task, { ...fence, abandoned, cacheRunningMs: 60_000 });
}

interface Held {
  task: TaskRef;
  fence: Hold;
}

/** A leader and some that follow it, all held. */
async function followLeader(followers: number): Promise<{ leader: Held; followers: Held[] }> {
  const leader = await submitHeld(store.transitions);
  const held = Array.from({ length: followers }, async () => {
    const task = newTask(leader.task.requestHash);
    await submit(store.transitions, task);
    return { task, fence: await hold(store.transitions, task) };
  });
  return { leader, followers: await Promise.all(held) };
}

async function cancelHeld({ task, fence }: Held): Promise<void> {
  await store.transitions.cancel(task);
  await store.transitions.finish(task, { ...fence, head: 3, cacheMs: 0 }, { type: 'cancelled' });
}

async function readFollows({ taskId }: TaskRef): Promise<TaskId | undefined> {
  return (await readTaskRecord(store.redis, taskId))?.follows;
}

describe('invariant 9: when a leader gave no answer', () => {
  test('the first follower that asks leads, and the others follow it', async () => {
    const { leader, followers } = await followLeader(3);
    await cancelHeld(leader);
    const replies: ElectReply[] = [];
    for (const { task, fence } of followers) replies.push(await elect(task, fence, leader.task.taskId));

    const first = followers[0]?.task.taskId;
    expect(replies).toEqual([
      { tag: 'lead' },
      { tag: 'follow', source: first },
      { tag: 'follow', source: first },
    ]);
    const follows = await Promise.all(followers.map(({ task }) => readFollows(task)));
    expect(follows).toEqual([undefined, first, first]);
    expect(await store.redis.get(cacheKey(0, leader.task.requestHash))).toBe(first);
  });

  test('all that ask at once agree on one', async () => {
    const { leader, followers } = await followLeader(8);
    await cancelHeld(leader);
    const replies = await Promise.all(
      followers.map(({ task, fence }) => elect(task, fence, leader.task.taskId)),
    );
    expect(replies.filter((reply) => reply.tag === 'lead')).toHaveLength(1);
    expect(replies.filter((reply) => reply.tag === 'follow')).toHaveLength(7);
  });

  test('asking again gets the same answer and changes nothing', async () => {
    const { leader, followers } = await followLeader(2);
    await cancelHeld(leader);
    for (const { task, fence } of followers) {
      const reply = await elect(task, fence, leader.task.taskId);
      const before = await dumpKeys(store.redis);
      expect(await elect(task, fence, leader.task.taskId)).toEqual(reply);
      expect(await dumpKeys(store.redis)).toEqual(before);
    }
  });

  test('a task that was submitted since is followed, whether it is queued, running or completed', async () => {
    const { leader, followers } = await followLeader(3);
    await cancelHeld(leader);
    const next = await submitNew(store.transitions, {}, newTask(leader.task.requestHash));
    const electNth = (n: number): Promise<ElectReply> => {
      const follower = followers[n] ?? leader;
      return elect(follower.task, follower.fence, leader.task.taskId);
    };
    const expected = { tag: 'follow', source: next.taskId };
    expect(await electNth(0)).toEqual(expected);
    const fence = await hold(store.transitions, next);
    expect(await electNth(1)).toEqual(expected);
    await store.transitions.finish(next, { ...fence, head: 2, cacheMs: 60_000 }, COMPLETED);
    expect(await electNth(2)).toEqual(expected);
  });

  test('a leader whose log is gone, though the cache still names it as completed, is not followed again', async () => {
    const { leader, followers } = await followLeader(2);
    await store.transitions.finish(leader.task, { ...leader.fence, head: 2, cacheMs: 60_000 }, COMPLETED);
    const replies: ElectReply[] = [];
    for (const { task, fence } of followers) replies.push(await elect(task, fence, leader.task.taskId));
    expect(replies).toEqual([{ tag: 'lead' }, { tag: 'follow', source: followers[0]?.task.taskId }]);
  });

  test('a task that the cache names but Redis no longer knows is not followed', async () => {
    const { leader, followers } = await followLeader(1);
    const [follower] = followers;
    if (!follower) throw new Error('no follower');
    await store.redis.set(cacheKey(0, leader.task.requestHash), newTask().taskId);
    expect(await elect(follower.task, follower.fence, leader.task.taskId)).toEqual({ tag: 'lead' });
  });
});
