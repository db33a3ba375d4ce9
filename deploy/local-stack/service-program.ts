import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Program } from './keep-running.ts';
import type { Environment, ServiceName } from './plan-services.ts';
import { REPOSITORY } from './repository.ts';

/** A service ends its drain itself after a minute at most (run-service.ts). */
const STOP_WITHIN_MS = 65_000;

export interface ServiceOptions {
  service: ServiceName;
  /** From 1. */
  copy: number;
  port: number | undefined;
  env: Environment;
  dataDir: string;
}

/**
 * One copy of a service. It says `{ type: 'ready', port? }` on its IPC channel when it can be used, drains on
 * SIGTERM, and drains too when that channel closes: then the stack is gone.
 */
export function planService({ service, copy, port, env, dataDir }: ServiceOptions): Program {
  const name = `${service}-${copy}`;
  return {
    service,
    name,
    port,
    logFile: join(dataDir, 'logs', `${name}.log`),
    spawn: (logFd) =>
      spawn(process.execPath, [join('services', service, 'src/main.ts')], {
        cwd: REPOSITORY,
        env,
        stdio: ['ignore', logFd, logFd, 'ipc'],
        // A Ctrl-C in the terminal is for the stack, which stops the services before the stores.
        detached: true,
      }),
    untilReady: untilReadyMessage,
    readyWithinMs: 60_000,
    stopSignal: 'SIGTERM',
    stopWithinMs: STOP_WITHIN_MS,
  };
}

function untilReadyMessage(child: ChildProcess): Promise<number | undefined> {
  return new Promise((resolve) => {
    child.on('message', (message) => {
      if (isReadyMessage(message)) resolve(message.port);
    });
  });
}

function isReadyMessage(message: unknown): message is { type: 'ready'; port?: number } {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready';
}
