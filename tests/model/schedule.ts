import type { TaskId } from '@continuo/shared/protocol/task-id';
import fc from 'fast-check';
import type { Rules } from './rules.ts';
import { describeStep, someStep, type Step } from './some-step.ts';
import { takeStep } from './take-step.ts';
import { makeWorld, type World } from './world.ts';

const WORKERS = ['a', 'b', 'c'] as const;

/** Half of what can go wrong needs tasks that are held, and some of it a rebuilding that a plan has outlived. */
const ALL_CLAIMED: readonly Step[] = WORKERS.flatMap((who, task) => [
  { does: 'submit', who, task, n: 1 },
  { does: 'claim', who, task, n: 1 },
]);
const REBUILT: readonly Step[] = [
  ...ALL_CLAIMED,
  { does: 'append', who: 'a', task: 0, n: 2 },
  { does: 'plan', who: 'b', task: 0, n: 1 },
  { does: 'crash', who: 'a', task: 0, n: 2 },
];

export const BEGINNINGS = { 'nothing yet': [], 'all claimed': ALL_CLAIMED, rebuilt: REBUILT } as const;
export type Beginning = keyof typeof BEGINNINGS;

export const someBeginning: fc.Arbitrary<Beginning> = fc.constantFrom(
  'nothing yet',
  'all claimed',
  'rebuilt',
);

export interface Schedule {
  readonly beginning: Beginning;
  readonly steps: readonly Step[];
}

const TASK_IDS: readonly TaskId[] = [1, 2, 3].map((n): TaskId => `t0_${String(n).padStart(32, '0')}`);

export const someSchedule: fc.Arbitrary<Schedule> = fc.record({
  beginning: someBeginning,
  steps: fc.array(someStep, { minLength: 20, maxLength: 60, size: 'max' }),
});

/** Runs a schedule up to the first violation, and says which that was. */
export function runSchedule(
  rules: Rules,
  { beginning, steps }: Schedule,
  watch?: (world: World) => void,
): string | undefined {
  const world = makeWorld(TASK_IDS);
  for (const step of [...BEGINNINGS[beginning], ...steps]) {
    takeStep(world, rules, step);
    const violation = world.violations[0];
    if (violation !== undefined) return violation;
    watch?.(world);
  }
  return undefined;
}

export function describeSchedule({ beginning, steps }: Schedule): string {
  return [beginning, ...steps.map(describeStep)].join('\n');
}
