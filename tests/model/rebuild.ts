import type { TaskId } from '@continuo/shared/protocol/task-id';
import { isTerminal } from '@continuo/shared/protocol/task-status';
import type { Rules } from './rules.ts';
import { putTask, viewOf, type ModelRedis, type ModelTask } from './state.ts';
import type { Mirror, World } from './world.ts';

/**
 * A crash in which Redis loses the end of what it had acknowledged (a failover, a lost volume), and the rebuilding
 * that must come before anybody works again. With `appendfsync always` on one node this does not happen.
 *
 * @param lostSteps how many steps Redis forgets at most: a task that no store would know any more is not promised
 */
export function crash(world: World, rules: Rules, lostSteps: number): void {
  const { past } = world;
  for (let lost = 0; lost < lostSteps && past.length > 0; lost += 1) {
    const before = past.at(-1);
    if (!before || !isKnownWithout(world, before)) break;
    world.redis = before;
    past.pop();
  }
  for (const hold of world.holds.values()) hold.isCalling = false;
  for (const id of world.taskIds) rebuildTask(world, rules, id);
  chooseLeader(world);
  forgetLostCancels(world);
}

function isKnownWithout({ taskIds, postgres, redis }: World, before: ModelRedis): boolean {
  return taskIds.every(
    (id) => !redis.tasks[id] || before.tasks[id] || (postgres.get(id)?.entries.length ?? 0) > 0,
  );
}

/** An unfinished task goes on from the longer log, under the next incarnation, held by nobody. */
function rebuildTask(world: World, rules: Rules, id: TaskId): void {
  const task = world.redis.tasks[id];
  const mirror = rules.rebuildReadsMirror ? world.postgres.get(id) : undefined;
  if ((!task && !mirror) || (task && isTerminal(task.status))) return;
  const rebuilt = putTogether(rules, task, mirror);
  world.redis = putTask(world.redis, id, rebuilt);
  // Also where Postgres has nothing of it yet: what an old persister holds in its hands must not come first.
  const known = world.postgres.get(id) ?? { entries: [], incarnation: 0 };
  world.postgres.set(id, { ...known, incarnation: rebuilt.incarnation });
}

/** Of all that go on with the same request one asks the provider; what a log does not say of it is decided anew. */
function chooseLeader(world: World): void {
  const { tasks, cache } = world.redis;
  const isAnswering = (id: TaskId | undefined): id is TaskId => {
    const status = id && tasks[id]?.status;
    return status === 'queued' || status === 'running' || status === 'completed';
  };
  const leader = isAnswering(cache) ? cache : world.taskIds.find(isAnswering);
  world.redis = { ...world.redis, cache: leader };
  for (const id of world.taskIds) {
    const task = tasks[id];
    if (!task || isTerminal(task.status)) continue;
    world.redis = putTask(world.redis, id, { ...task, follows: id === leader ? undefined : leader });
  }
}

function putTogether(rules: Rules, task: ModelTask | undefined, mirror: Mirror | undefined): ModelTask {
  const stored = task?.entries ?? [];
  const mirrored = mirror?.entries ?? [];
  const entries = mirrored.length > stored.length ? mirrored : stored;
  const view = viewOf(entries);
  const isOver = isTerminal(view.status);
  const incarnation = Math.max(task?.incarnation ?? 0, mirror?.incarnation ?? 0);
  return {
    status: view.status,
    epoch: Math.max(view.epoch, task?.epoch ?? 0),
    nonce: undefined,
    trueHolder: undefined,
    isLeased: false,
    seq: entries.length,
    incarnation: rules.rebuildRaisesIncarnation && !isOver ? incarnation + 1 : incarnation,
    persisted: mirrored.length,
    attempts: view.attempt,
    isCancelRequested: view.cancelRequested,
    follows: undefined,
    entries,
    isRequested: true,
    isPendingForGenerators: !isOver,
    isPendingForPersisters: true,
    mayExpire: false,
  };
}

/** A cancel that no store has any more went with the rest. */
function forgetLostCancels(world: World): void {
  for (const id of world.cancelled) {
    if (!world.redis.tasks[id]?.isCancelRequested) world.cancelled.delete(id);
  }
}
