import { beforeAll, expect, test } from 'vitest';
import { complainAbout } from './support/judge-meeting.ts';
import type { Outcome } from './support/meet-provider-faults.ts';
import { PATH_FAULTS, PROVIDER_FAULTS } from './support/provider-faults.ts';
import { onProviderStage } from './support/provider-stage.ts';
import { TRIAL_MS } from './support/small-scale.ts';
import { meetAllFaults } from './trials/provider-faults.ts';

const FAULTS = [...PROVIDER_FAULTS, ...PATH_FAULTS];
const ROWS = [...new Set(FAULTS.map(({ row }) => row))].map((row) => {
  const names = FAULTS.filter((fault) => fault.row === row).map(({ name }) => name);
  return { row, what: [...new Set(names)].join(', ') };
});

/** All faults meet answers side by side on one stack; the trials of the crash matrix do the same group by group. */
let outcomes: Outcome[];

beforeAll(async () => {
  outcomes = await onProviderStage(meetAllFaults);
}, TRIAL_MS);

test.each(ROWS)('fault $row: the text is right or the failure honest, on every wire: $what', ({ row }) => {
  const met = outcomes.filter(({ fault }) => fault.row === row);
  expect(new Set(met.map(({ fault }) => fault))).toEqual(
    new Set(FAULTS.filter((fault) => fault.row === row)),
  );
  expect(met.flatMap(complainAbout)).toEqual([]);
});
