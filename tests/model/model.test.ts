import type { TerminalStatus } from '@continuo/shared/protocol/task-status';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DESIGN, MUTANTS, rulesOf, type Rules } from './rules.ts';
import { runOptions } from './run-options.ts';
import { describeSchedule, runSchedule, someSchedule, type Schedule } from './schedule.ts';
import type { World } from './world.ts';

const SCHEDULES = 5_000;
/** No mutant may live longer than this. */
const MUTANT_SCHEDULES_MAX = 40_000;
const TEST_MS = 600_000;

function neverFails(rules: Rules, watch?: (world: World) => void) {
  return fc.property(someSchedule, (schedule) => {
    const violation = runSchedule(rules, schedule, watch);
    if (violation !== undefined) throw new Error(violation);
  });
}

/** What a run must have come through, or it has shown nothing. */
const SEEN = {
  'a takeover': ({ redis }: World) => Object.values(redis.tasks).some((task) => task.attempts > 1),
  'a reader of a rebuilt log': ({ readers }: World) =>
    [...readers.values()].some((shown) => (shown.at(-1)?.incarnation ?? 0) > 0),
  'a stream that expired': ({ redis }: World) =>
    Object.values(redis.tasks).some((task) => task.entries === undefined),
  'a follower that completed': ({ redis }: World) =>
    Object.values(redis.tasks).some(
      (task) => task.follows && task.status === 'completed' && task.attempts === 0,
    ),
  'a follower that was elected': ({ redis, holds }: World) =>
    [...holds.values()].some(
      (hold) => !hold.source && redis.tasks[hold.task]?.entries?.[1]?.draft.type === 'cache_hit',
    ),
  'a completed task': hasEnded('completed'),
  'a failed task': hasEnded('failed'),
  'a cancelled task': hasEnded('cancelled'),
};

function hasEnded(status: TerminalStatus): (world: World) => boolean {
  return ({ redis }) => Object.values(redis.tasks).some((task) => task.status === status);
}

describe('the transitions of the design, as a model', () => {
  test(
    'invariants 1, 2, 3, 4, 5, 6, 7, 8, 9: no schedule of steps, pauses, repeats and losses breaks them',
    () => {
      const seen = new Set<string>();
      const watch = (world: World): void => {
        for (const [name, isSeen] of Object.entries(SEEN))
          if (!seen.has(name) && isSeen(world)) seen.add(name);
      };
      fc.assert(neverFails(DESIGN, watch), {
        ...runOptions(SCHEDULES),
        reporter: (run) => {
          if (run.failed) throw new Error(explain(run));
        },
      });
      expect([...seen].toSorted()).toEqual(Object.keys(SEEN).toSorted());
    },
    TEST_MS,
  );
});

function explain(run: fc.RunDetails<[Schedule]>): string {
  const schedule = run.counterexample?.[0];
  return `seed ${run.seed}, path ${run.counterexamplePath}: ${String(run.errorInstance)}\n${
    schedule ? describeSchedule(schedule) : ''
  }`;
}

describe('a mutant of the model is caught', () => {
  test.each(MUTANTS)(
    '$name',
    (mutant) => {
      const run = fc.check(neverFails(rulesOf(mutant)), {
        ...runOptions(MUTANT_SCHEDULES_MAX),
        endOnFailure: true,
      });
      expect(run.failed).toBe(true);
    },
    TEST_MS,
  );
});
