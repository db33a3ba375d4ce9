import type { Random } from '../random.ts';

export const VICTIMS = ['generator', 'gateway', 'persister', 'redis', 'postgres', 'simulator'] as const;
export type Victim = (typeof VICTIMS)[number];

/** A process of the stack: the n-th copy of a service, from 1. */
export interface Target {
  service: Victim;
  copy: number;
}

export type PlannedFault = { atMs: number } &
  /** SIGKILL, all in the same moment. `everything` when no process is left out but perhaps the simulator. */
  (
    | { kind: 'kill' | 'kill_several' | 'kill_everything'; targets: Target[] }
    /** SIGSTOP, and SIGCONT after a while. A generator sleeps longer than its lease: it wakes as a zombie. */
    | { kind: 'pause'; targets: Target[]; forMs: number }
    /** SIGTERM: it finishes, hands over, ends. */
    | { kind: 'drain'; targets: Target[] }
  );

export interface Copies {
  generators: number;
  gateways: number;
  persisters: number;
}

const KINDS = { kill: 54, kill_several: 12, kill_everything: 4, pause: 18, drain: 12 } as const;
const KILLED = { generator: 50, gateway: 15, persister: 15, redis: 10, postgres: 10, simulator: 3 } as const;
const PAUSED = { generator: 70, gateway: 8, persister: 8, redis: 6, postgres: 6, simulator: 2 } as const;
const DRAINED = { generator: 60, gateway: 20, persister: 20 } as const;
const SIMULATOR_IN_EVERYTHING_SHARE = 0.25;

/** @param faultsMeanMs mean time between two faults */
export function planFaults(
  random: Random,
  copies: Copies,
  durationMs: number,
  faultsMeanMs: number,
  leaseMs: number,
): PlannedFault[] {
  const faults: PlannedFault[] = [];
  const one = (weights: Partial<Record<Victim, number>>): Target => {
    const service = random.weighted(weights as Record<Victim, number>);
    return { service, copy: random.int(1, copiesOf(service, copies)) };
  };
  for (let atMs = random.gapMs(faultsMeanMs); atMs < durationMs; atMs += random.gapMs(faultsMeanMs)) {
    const kind = random.weighted(KINDS);
    switch (kind) {
      case 'kill':
        faults.push({ atMs, kind, targets: [one(KILLED)] });
        break;
      case 'kill_several':
        faults.push({
          atMs,
          kind,
          targets: different(Array.from({ length: random.int(2, 4) }, () => one(KILLED))),
        });
        break;
      case 'kill_everything':
        faults.push({
          atMs,
          kind,
          targets: everything(copies, random.chance(SIMULATOR_IN_EVERYTHING_SHARE)),
        });
        break;
      case 'pause': {
        const target = one(PAUSED);
        const leases = target.service === 'generator' ? 1.1 + random.next() * 1.4 : random.next();
        faults.push({ atMs, kind, targets: [target], forMs: Math.round(leaseMs * leases) });
        break;
      }
      case 'drain':
        faults.push({ atMs, kind, targets: [one(DRAINED)] });
    }
  }
  return faults;
}

function copiesOf(service: Victim, { generators, gateways, persisters }: Copies): number {
  const counts: Partial<Record<Victim, number>> = {
    generator: generators,
    gateway: gateways,
    persister: persisters,
  };
  return counts[service] ?? 1;
}

function everything(copies: Copies, withSimulator: boolean): Target[] {
  return VICTIMS.filter((service) => withSimulator || service !== 'simulator').flatMap((service) =>
    Array.from({ length: copiesOf(service, copies) }, (_, index) => ({ service, copy: index + 1 })),
  );
}

function different(targets: readonly Target[]): Target[] {
  return [...new Map(targets.map((target) => [`${target.service}-${target.copy}`, target])).values()];
}

/** One line for people. */
export function describeFault(fault: PlannedFault): string {
  const at = `${(fault.atMs / 1000).toFixed(2).padStart(7)} s`;
  const targets = fault.targets.map(({ service, copy }) => `${service}-${copy}`).join(' ');
  return `${at}  ${fault.kind.padEnd(15)} ${targets}${fault.kind === 'pause' ? ` for ${fault.forMs} ms` : ''}`;
}
