import { makeRedis, type Redis } from '@continuo/shared/redis/connection';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { borrowRedis, type BorrowedStore } from '../support/stores.ts';
import type { VisibleState, VisibleTask } from './look-at-redis.ts';
import { openRealRedis, type RealRedis } from './real-redis.ts';
import { DESIGN } from './rules.ts';
import { runOptions } from './run-options.ts';
import { BEGINNINGS, someBeginning } from './schedule.ts';
import { describeStep, someStep, type Step } from './some-step.ts';
import { takeStep } from './take-step.ts';
import { makeWorld, type World } from './world.ts';

/**
 * The model and a real Redis get the same commands: after each, reply and state must be the same. So what was shown
 * of the model holds of the scripts.
 */
const TASKS = 3;
const RUNS = 50;
const TEST_MS = 600_000;

let store: BorrowedStore | undefined;
let redis: Redis;

beforeAll(async () => {
  store = await borrowRedis();
  redis = makeRedis(store.url, 'command', () => undefined);
});

afterAll(async () => {
  redis?.disconnect();
  await store?.giveBack();
});

/** Every reply of the run: one that never saw a refusal has compared nothing. */
const replies = new Set<string>();
const MUST_OCCUR = [
  'submit exists',
  'submit created',
  'openEpoch opened',
  'openEpoch busy',
  'openEpoch moved',
  'openEpoch terminal',
  'openEpoch cancel_requested',
  'append appended',
  'append stale_epoch',
  'append closed',
  'append cancel_requested',
  'finish finished',
  'finish already',
  'renew renewed',
  'renew lost',
  'release released',
  'release stale_epoch',
  'cancel requested',
  'cancel cancelled',
  'cancel already',
  'persisted persisted',
  'persisted covered',
];

class StepCommand implements fc.AsyncCommand<World, RealRedis> {
  readonly step: Step;

  constructor(step: Step) {
    this.step = step;
  }

  check(): boolean {
    return true;
  }

  async run(world: World, real: RealRedis): Promise<void> {
    await takeBoth(world, real, this.step);
  }

  toString(): string {
    return describeStep(this.step);
  }
}

async function takeBoth(world: World, real: RealRedis, step: Step): Promise<void> {
  const answered = takeStep(world, DESIGN, step);
  expect(world.violations).toEqual([]);
  if (answered) replies.add(`${answered.call.name} ${answered.reply.tag}`);
  expect(answered && (await real.send(answered.call))).toEqual(answered?.reply);
  const task = world.taskIds[step.task];
  if (task && step.does === 'lease runs out') await real.runOut(task);
  if (task && step.does === 'expire') await real.expireStream(task);
  if (step.does === 'crash') await real.replace(world.redis);
  expect(await real.look()).toEqual(visible(world));
}

function visible({ redis: { tasks, cache } }: World): VisibleState {
  const shown: Record<TaskId, VisibleTask> = {};
  for (const [id, { trueHolder: _trueHolder, ...task }] of Object.entries(tasks)) shown[id as TaskId] = task;
  return { tasks: shown, cache };
}

test(
  'the scripts answer and do what the model does, whatever is sent in whatever order',
  async () => {
    const steps = [someStep.map((step) => new StepCommand(step))];
    await fc.assert(
      fc.asyncProperty(
        someBeginning,
        fc.commands(steps, { maxCommands: 60, size: 'max' }),
        async (beginning, commands) => {
          const real = await openRealRedis(redis, TASKS);
          const world = makeWorld(real.taskIds);
          for (const step of BEGINNINGS[beginning]) await takeBoth(world, real, step);
          await fc.asyncModelRun(() => ({ model: world, real }), commands);
        },
      ),
      runOptions(RUNS),
    );
    expect(MUST_OCCUR.filter((reply) => !replies.has(reply))).toEqual([]);
  },
  TEST_MS,
);
