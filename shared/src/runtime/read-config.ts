import { z } from 'zod';

/** Thrown by `readConfig`; carries one readable sentence for each fault of the environment. */
export class ConfigFaults extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.name = 'ConfigFaults';
    this.faults = faults;
  }
}

/**
 * Reads the environment once, at the start, into a frozen value. An empty variable counts as absent. Every
 * fault is found at once, so that nobody has to mend them one start at a time.
 */
export function readConfig<Shape extends z.ZodType>(
  schema: Shape,
  env: Readonly<Record<string, string | undefined>>,
): Readonly<z.output<Shape>> {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = schema.safeParse(given);
  if (result.success) return Object.freeze(result.data);
  throw new ConfigFaults(
    result.error.issues.map((issue) => {
      const name = issue.path.join('.') || 'environment';
      const value = given[name];
      return value === undefined
        ? `${name} is not set: ${issue.message}.`
        : `${name} is "${value}": ${issue.message}.`;
    }),
  );
}

/** A whole number within bounds, from text. */
export function wholeNumber(min: number, max: number) {
  return z
    .string()
    .regex(/^\d+$/, 'it must be a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `it must be from ${min} to ${max}`);
}
