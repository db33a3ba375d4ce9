import { parseArgs } from 'node:util';
import { z } from 'zod';

const count = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

const optionsSchema = z.strictObject({
  /** How long faults and new tasks come. */
  seconds: count(1, 24 * 3600).default(60),
  /** Decides the schedule: the same again for the same seed and numbers. */
  seed: count(0, 2 ** 31).default(() => Math.floor(Math.random() * 1_000_000)),
  generators: count(1, 20).default(3),
  gateways: count(1, 20).default(2),
  persisters: count(1, 20).default(2),
  leaseMs: count(200, 60_000).default(1_500),
  faultsPerMinute: count(0, 1_000).default(45),
  tasksPerMinute: count(1, 10_000).default(180),
  /** How long everything that was accepted may take to end after the last fault. */
  settleSeconds: count(1, 600).default(60),
  /** File for the counts and violations. */
  json: z.string().optional(),
  /** Leaves the data folder where it is, with the logs of the services and the evidence. */
  keep: z.boolean().default(false),
});

export type ChaosOptions = z.output<typeof optionsSchema>;

/** Defaults for what is not given. */
export function makeChaosOptions(given: z.input<typeof optionsSchema> = {}): ChaosOptions {
  return optionsSchema.parse(given);
}

/** @throws ZodError or TypeError, which say what is wrong with the arguments */
export function readChaosOptions(args: readonly string[]): ChaosOptions {
  const names = Object.keys(optionsSchema.shape) as (keyof typeof optionsSchema.shape)[];
  const { values } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      names.map((name) => [toFlag(name), { type: name === 'keep' ? 'boolean' : 'string' }] as const),
    ),
  });
  return makeChaosOptions(Object.fromEntries(names.map((name) => [name, values[toFlag(name)]])));
}

function toFlag(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
