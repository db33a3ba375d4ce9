import fc from 'fast-check';

/** Anything that may happen, in any order. `who` is a worker or a reader, `n` a count. */
export interface Step {
  readonly does: keyof typeof WEIGHTS;
  readonly who: 'a' | 'b' | 'c';
  /** Which of the world's tasks. */
  readonly task: number;
  readonly n: number;
}

/** How often each comes, compared with the others. */
const WEIGHTS = {
  submit: 3,
  plan: 6,
  open: 8,
  claim: 6,
  append: 12,
  'append, reply lost': 2,
  resend: 4,
  complete: 3,
  fail: 1,
  'end as cancelled': 3,
  renew: 2,
  release: 2,
  elect: 3,
  cancel: 3,
  'lease runs out': 8,
  fetch: 4,
  commit: 4,
  mirror: 4,
  confirm: 4,
  expire: 3,
  read: 4,
  crash: 3,
} as const;

const kinds = Object.entries(WEIGHTS).map(([does, weight]) => ({
  weight,
  arbitrary: fc.constant(does as Step['does']),
}));

export const someStep: fc.Arbitrary<Step> = fc.record({
  does: fc.oneof(...kinds),
  who: fc.constantFrom('a', 'a', 'a', 'a', 'b', 'b', 'c'),
  task: fc.constantFrom(0, 0, 0, 0, 1, 1, 2),
  n: fc.integer({ min: 1, max: 8 }),
});

export function describeStep({ does, who, task, n }: Step): string {
  return `${who} ${does} ${n} of task ${task}`;
}
