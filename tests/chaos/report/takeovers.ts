import type { Entry } from '@continuo/shared/protocol/entry';
import { attemptsOf } from '../checks/attempts.ts';
import type { DoneFault } from '../faults/send-signal.ts';

/** Another attempt that went on with a task whose holder was lost. */
export interface Takeover {
  /** What was done to the last holder, or to Redis, so that it could not renew; `other`: nothing. */
  cause: 'kill' | 'pause' | 'drain' | 'redis' | 'other';
  /** From what was done to the holder to the entry that opens the next epoch. */
  ms: number | undefined;
  /** Redis was left alone meanwhile. */
  isUndisturbed: boolean;
}

const CAUSES: Readonly<Partial<Record<DoneFault['kind'], Takeover['cause']>>> = {
  kill: 'kill',
  kill_several: 'kill',
  kill_everything: 'kill',
  pause: 'pause',
  drain: 'drain',
};

export function findTakeovers(
  tasks: readonly { entries: readonly Entry[] }[],
  faults: readonly DoneFault[],
): Takeover[] {
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
  const fault = during.find((each) => each.pid === pid && CAUSES[each.kind]);
  const ofRedis = during.filter(({ service }) => service === 'redis');
  if (!fault) return { cause: ofRedis.length > 0 ? 'redis' : 'other', ms: undefined, isUndisturbed: false };
  return {
    cause: CAUSES[fault.kind] ?? 'other',
    ms: toMs - fault.at,
    isUndisturbed: ofRedis.every(({ at }) => at < fault.at),
  };
}

/** Undefined: there is none. */
export function percentile(values: readonly number[], share: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
