import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { Call } from './calls.ts';
import type { Rules } from './rules.ts';
import type { World } from './world.ts';

/** What persisters do: read the log behind what Postgres has, commit it there, tell Redis. */

/** Reads up to `count` entries that Postgres does not have. */
export function fetch(world: World, task: TaskId, count: number): void {
  const record = world.redis.tasks[task];
  if (!record?.entries) return;
  const known = world.postgres.get(task)?.entries.length ?? 0;
  const entries = record.entries.slice(known, known + count);
  world.fetched.set(task, { entries, incarnation: record.incarnation });
}

/** Commits what was read, however long ago that was. */
export function commit(world: World, rules: Rules, task: TaskId): void {
  const fetched = world.fetched.get(task);
  const mirror = world.postgres.get(task) ?? { entries: [], incarnation: 0 };
  if (!fetched || (rules.rebuildFencesMirror && fetched.incarnation < mirror.incarnation)) return;
  const news = fetched.entries.filter((entry) => entry.seq > mirror.entries.length);
  if (news[0] && news[0].seq !== mirror.entries.length + 1) return;
  world.postgres.set(task, {
    entries: [...mirror.entries, ...news],
    incarnation: Math.max(mirror.incarnation, fetched.incarnation),
  });
}

export function decidePersisted(world: World, task: TaskId): Call | undefined {
  const mirror = world.postgres.get(task);
  return mirror && { name: 'persisted', task, seq: mirror.entries.length };
}
