import { expect } from 'vitest';
import type { Measured } from '../trial.ts';

/** The fault was done, and nothing came of it but time. */
export function expectUnharmed(measured: Measured): void {
  expect(measured.faultsDone).toBeGreaterThan(0);
  expect(measured.answers).toBeGreaterThan(0);
  const { complaints = [], lost, wrongEntries, boughtAgain } = measured;
  expect({ complaints, lost, wrongEntries, boughtAgain }).toEqual({
    complaints: [],
    lost: 0,
    wrongEntries: 0,
    boughtAgain: 0,
  });
}
