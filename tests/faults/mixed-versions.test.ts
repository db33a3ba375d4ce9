import { createHash } from 'node:crypto';
import type { Redis } from '@continuo/shared/redis/connection';
import { makeTransitions, type Transitions } from '@continuo/shared/redis/transitions';
import {
  COMPLETED,
  LEASE_MS,
  chunk,
  hold,
  readTypes,
  runOut,
  submitNew,
} from '@continuo/shared/redis/testing/test-task';
import { useRedis } from '@continuo/shared/redis/testing/use-redis';
import { expect, test } from 'vitest';

const store = useRedis();

/** Names that Redis has for `append`, in either version. */
const appendHashes: string[] = [];

/** The transitions as another version of a service brings them: scripts of another text. */
function makeOtherVersion(redis: Redis): Transitions {
  const define = redis.defineCommand.bind(redis);
  redis.defineCommand = (name, definition) => {
    const lua = `${definition.lua}\n-- another version`;
    if (name.endsWith(':append')) appendHashes.push(sha1(definition.lua), sha1(lua));
    define(name, { ...definition, lua });
  };
  return makeTransitions(redis);
}

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

test('fault 41: services of two versions work on one log, each with the scripts it brings along', async () => {
  const old = store.transitions;
  const next = makeOtherVersion(store.connect('command'));

  const task = await submitNew(old);
  const first = await hold(old, task);
  await old.append(task, { ...first, from: 3, leaseMs: LEASE_MS }, [chunk(0)]);
  await runOut(store.redis, task);
  const second = await hold(next, task, { head: 3, holder: 'worker-b' });
  await next.append(task, { ...second, from: 5, leaseMs: LEASE_MS }, [chunk(1)]);
  const late = await old.append(task, { ...first, from: 4, leaseMs: LEASE_MS }, [chunk(1)]);
  const end = await next.finish(task, { ...second, head: 5, cacheMs: 0 }, COMPLETED);
  const again = await old.cancel(task);

  expect([late.tag, end.tag, again]).toEqual([
    'stale_epoch',
    'finished',
    { tag: 'already', status: 'completed' },
  ]);
  const types = ['accepted', 'attempt_started', 'chunk', 'attempt_started', 'chunk', 'completed'];
  expect(await readTypes(store.redis, task)).toEqual(types);
  expect(await store.redis.script('EXISTS', ...appendHashes)).toEqual([1, 1]);
});
