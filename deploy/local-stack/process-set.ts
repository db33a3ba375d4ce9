import { EventEmitter, once } from 'node:events';
import { keepRunning, type KeepOptions, type KeptProgram, type Program } from './keep-running.ts';
import { StackFault } from './stack-fault.ts';

/** A process that runs now. */
export interface StackProcess {
  service: string;
  pid: number;
  port: number | undefined;
}

export interface ProcessSet {
  keep: (program: Program) => KeptProgram;
  /** Those that run now, in the order in which they were first started. */
  list: () => StackProcess[];
  /** The n-th copy of a service, from 1. @throws when it does not run */
  find: (service: string, n?: number) => StackProcess;
  /**
   * Waits until that copy of the service whose pid this is, or was, runs as another process and is ready.
   * Without such a copy, any of them.
   */
  waitFor: (service: string, differentFromPid: number, timeoutMs?: number) => Promise<StackProcess>;
  /** Stops everything, the services before the stores that they need, and keeps nothing from now on. */
  stop: () => Promise<void>;
}

const STORES: readonly string[] = ['redis', 'postgres'];

export function makeProcessSet(options: KeepOptions): ProcessSet {
  const kept: KeptProgram[] = [];
  const changes = new EventEmitter();
  // One listener for each waiter.
  changes.setMaxListeners(0);
  let isStopping = false;

  const copiesOf = (service: string): KeptProgram[] => kept.filter((program) => program.service === service);

  return {
    keep: (program) => {
      if (isStopping) throw new StackFault(`${program.name} was not started: the stack is stopping.`);
      const running = keepRunning(program, {
        ...options,
        onChange: () => {
          options.onChange();
          changes.emit('change');
        },
      });
      kept.push(running);
      return running;
    },
    list: () => kept.flatMap((program) => describe(program) ?? []),
    find: (service, n = 1) => {
      const program = copiesOf(service)[n - 1];
      const found = program && describe(program);
      if (!found) throw new Error(`${service}-${n} does not run`);
      return found;
    },
    waitFor: async (service, differentFromPid, timeoutMs = 30_000) => {
      const signal = AbortSignal.timeout(timeoutMs);
      for (;;) {
        const copies = copiesOf(service);
        const same = copies.filter((program) => program.hasHad(differentFromPid));
        const next = (same.length > 0 ? same : copies).find(
          (program) => program.isReady() && program.pid() !== differentFromPid,
        );
        const found = next && describe(next);
        if (found) return found;
        await once(changes, 'change', { signal });
      }
    },
    stop: async () => {
      isStopping = true;
      await stopAll(kept.filter((program) => !STORES.includes(program.service)));
      await stopAll(kept.filter((program) => STORES.includes(program.service)));
    },
  };
}

async function stopAll(programs: KeptProgram[]): Promise<void> {
  await Promise.all(programs.map((program) => program.stop()));
}

function describe(program: KeptProgram): StackProcess | undefined {
  const pid = program.pid();
  return pid === undefined ? undefined : { service: program.service, pid, port: program.port() };
}
