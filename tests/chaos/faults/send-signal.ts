import type { StackProcess } from '@continuo/deploy/local-stack/process-set';

export type FaultKind = 'kill' | 'kill_several' | 'kill_everything' | 'pause' | 'drain' | 'resume';

/** A signal that reached a process. */
export interface DoneFault {
  /** Unix ms. */
  at: number;
  kind: FaultKind;
  service: string;
  pid: number;
}

/** Stores have children of their own; they lead their process groups. */
const GROUP_LEADERS: readonly string[] = ['redis', 'postgres'];
const SIGNALS = {
  kill: 'SIGKILL',
  kill_several: 'SIGKILL',
  kill_everything: 'SIGKILL',
  pause: 'SIGSTOP',
  drain: 'SIGTERM',
  resume: 'SIGCONT',
} as const satisfies Record<FaultKind, NodeJS.Signals>;

/** Undefined: the process has died in between, by itself or by an earlier fault. */
export function sendSignal(kind: FaultKind, { service, pid }: StackProcess): DoneFault | undefined {
  const at = Date.now();
  try {
    process.kill(GROUP_LEADERS.includes(service) ? -pid : pid, SIGNALS[kind]);
    return { at, kind, service, pid };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    return undefined;
  }
}
