import type { StackProcess } from '@continuo/deploy/local-stack/process-set';
import { pause } from '../clients/client.ts';
import type { PlannedFault, Target } from './plan-faults.ts';
import { sendSignal, type DoneFault } from './send-signal.ts';

export interface Injector {
  /** Does what was planned, on time, until the last fault or the abort. */
  run: (faults: readonly PlannedFault[], signal: AbortSignal) => Promise<void>;
  /** Wakes everything that is paused. */
  wakeAll: () => void;
  done: readonly DoneFault[];
}

/** @param beforeSimulatorDies saves what only the simulator's memory has */
export function makeInjector(
  processes: () => StackProcess[],
  beforeSimulatorDies: () => Promise<void>,
): Injector {
  const done: DoneFault[] = [];
  const paused = new Set<StackProcess>();

  function find({ service, copy }: Target): StackProcess | undefined {
    return processes().filter((process) => process.service === service)[copy - 1];
  }

  function send(kind: DoneFault['kind'], target: StackProcess): void {
    const fault = sendSignal(kind, target);
    if (fault) done.push(fault);
  }

  function resume(target: StackProcess): void {
    if (paused.delete(target)) send('resume', target);
  }

  async function inject(fault: PlannedFault): Promise<void> {
    if (fault.kind !== 'pause' && fault.targets.some(({ service }) => service === 'simulator')) {
      await beforeSimulatorDies();
    }
    const targets = fault.targets.flatMap((target) => find(target) ?? []);
    for (const target of targets) send(fault.kind, target);
    if (fault.kind !== 'pause') return;
    for (const target of targets) {
      paused.add(target);
      setTimeout(() => resume(target), fault.forMs);
    }
  }

  return {
    done,
    run: async (faults, signal) => {
      const startedAt = performance.now();
      for (const fault of faults) {
        await pause(Math.max(0, startedAt + fault.atMs - performance.now()));
        if (signal.aborted) return;
        await inject(fault);
      }
    },
    wakeAll: () => {
      for (const target of paused) resume(target);
    },
  };
}
