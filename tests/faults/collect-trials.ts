import { readdirSync } from 'node:fs';
import type { Trial } from './trial.ts';

const FOLDER = new URL('./trials/', import.meta.url);

/** All trials that there are, in the order of their rows. */
export async function collectTrials(): Promise<Trial[]> {
  const modules = await Promise.all(
    readdirSync(FOLDER).map(async (name) => {
      const { trials } = (await import(new URL(name, FOLDER).href)) as { trials?: Trial[] };
      if (!trials) throw new Error(`${name} has no trials`);
      return trials;
    }),
  );
  return modules.flat().toSorted((a, b) => a.fault - b.fault);
}
