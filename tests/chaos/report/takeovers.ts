import { attemptsOf } from '../checks/attempts.ts';
import type { CaseFile } from '../checks/case-file.ts';
import type { DoneFault } from '../faults/inject-faults.ts';

/** Another attempt that went on with a task whose holder was lost. */
export interface Takeover {
  /** What happened to the last holder; `other`: nothing that was done to it. */
  cause: 'kill' | 'pause' | 'drain' | 'other';
  /** From the fault to the entry that opens the next epoch. Undefined for `other`. */
  ms: number | undefined;
  /** Redis was left alone meanwhile. */
  isUndisturbed: boolean;
}

const CAUSES: Readonly<Record<DoneFault['kind'], Takeover['cause']>> = {
  kill: 'kill',
  kill_several: 'kill',
  kill_everything: 'kill',
  pause: 'pause',
  drain: 'drain',
  resume: 'other',
};

export function findTakeovers({ tasks }: CaseFile, faults: readonly DoneFault[]): Takeover[] {
  return tasks.flatMap(({ entries }) => {
    const attempts = attemptsOf(entries);
    return attempts.slice(1).flatMap((attempt, i) => {
      const before = attempts[i];
      if (!before || before.epoch === attempt.epoch) return [];
      return [describe(before.worker, before.startedAt, attempt.startedAt, faults)];
    });
  });
}

function describe(worker: string, fromMs: number, toMs: number, faults: readonly DoneFault[]): Takeover {
  const pid = Number(worker.slice(worker.lastIndexOf('-') + 1));
  const during = faults.filter(({ at }) => at >= fromMs && at <= toMs);
  const fault = during.find((each) => each.pid === pid && CAUSES[each.kind] !== 'other');
  if (!fault) return { cause: 'other', ms: undefined, isUndisturbed: false };
  const isUndisturbed = !during.some((each) => each.at >= fault.at && each.service === 'redis');
  return { cause: CAUSES[fault.kind], ms: toMs - fault.at, isUndisturbed };
}

/** Undefined: there is none. */
export function percentile(values: readonly number[], share: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
