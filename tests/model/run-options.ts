import process from 'node:process';

/**
 * How much of the space of schedules a run looks at. `npm test` takes a few seconds of it, always the same; a nightly
 * run sets MODEL_RUNS to a multiple and MODEL_SEED to something new.
 */
export function runOptions(runs: number): { numRuns: number; seed: number } {
  const times = Number(process.env['MODEL_RUNS'] ?? 1);
  return { numRuns: Math.ceil(runs * times), seed: Number(process.env['MODEL_SEED'] ?? 20261121) };
}
