import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { RunDescription } from '../../support/describe-run.ts';
import type { TrialResult } from './run-trials.ts';

/** The figures of one trial, and the run that made them. */
export interface KeptFigures {
  result: TrialResult;
  run: RunDescription;
}

/** The figures of earlier runs with those of this one in the place of older ones, in the order of the rows. */
export function mergeFigures(kept: readonly KeptFigures[], fresh: readonly KeptFigures[]): KeptFigures[] {
  const nameOf = ({ result: { trial } }: KeptFigures): string => `${trial.fault} ${trial.name}`;
  const remade = new Set(fresh.map(nameOf));
  return [...kept.filter((figures) => !remade.has(nameOf(figures))), ...fresh].toSorted(
    (a, b) => a.result.trial.fault - b.result.trial.fault,
  );
}

/** Leaves out trials that are no more. */
export function readFigures(file: string, trials: readonly TrialResult['trial'][]): KeptFigures[] {
  if (!existsSync(file)) return [];
  const known = new Set(trials.map(({ fault, name }) => `${fault} ${name}`));
  const kept = JSON.parse(readFileSync(file, 'utf8')) as KeptFigures[];
  return kept.filter(({ result: { trial } }) => known.has(`${trial.fault} ${trial.name}`));
}

/** A line for each trial, so that what has changed can be seen. */
export function writeFigures(file: string, figures: readonly KeptFigures[]): void {
  const lines = figures.map((each) =>
    JSON.stringify(each, (_, value: unknown) => (typeof value === 'number' ? Math.round(value) : value)),
  );
  writeFileSync(file, `[\n${lines.join(',\n')}\n]\n`);
}
