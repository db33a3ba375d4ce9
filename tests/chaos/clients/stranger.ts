import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { findFreePort } from '@continuo/deploy/local-stack/free-port';
import { machineEnvironment } from '@continuo/deploy/local-stack/machine-environment';
import { REPOSITORY } from '@continuo/deploy/local-stack/repository';
import type { Stack } from '@continuo/deploy/local-stack/start-stack';
import type { Evidence } from '../evidence/evidence.ts';
import { pause } from './client.ts';

/** A gateway on the same stores whose requests are another owner's. */
export interface StrangersGateway {
  url: string;
  stop: () => Promise<void>;
}

export const STRANGER = 'stranger';
const PROBE_MS = 250;
const REPLY_MS_MAX = 5_000;
const ROUTES = [
  ['GET', 'status'],
  ['GET', 'stream'],
  ['GET', 'chunks'],
  ['GET', 'result'],
  ['POST', 'cancel'],
] as const;

/** Nobody kills this one: what it is refused must not be for want of a process. */
export async function startStrangersGateway(stack: Stack): Promise<StrangersGateway> {
  const port = await findFreePort();
  const child = spawn(process.execPath, ['services/gateway/src/main.ts'], {
    cwd: REPOSITORY,
    env: {
      ...machineEnvironment(process.env),
      REDIS_URL: stack.redisUrl,
      DATABASE_URL: stack.databaseUrl,
      OWNER: STRANGER,
      PROVIDERS: 'simulator',
      PORT: String(port),
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const exited = once(child, 'exit');
  const isReady = await Promise.race([once(child, 'message').then(() => true), exited.then(() => false)]);
  if (!isReady)
    throw new Error(`the stranger's gateway did not start (see ${join(REPOSITORY, 'services/gateway')})`);
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Tries every route of other people's tasks, one after the other, until told to stop. */
export async function probeAsStranger(
  url: string,
  { accepted, strangerProbes }: Pick<Evidence, 'accepted' | 'strangerProbes'>,
  signal: AbortSignal,
): Promise<void> {
  for (let n = 0; !signal.aborted; n += 1) {
    await pause(PROBE_MS);
    const others = accepted.filter(({ owner }) => owner !== STRANGER);
    const task = others[(n * 7) % others.length];
    const [method, route] = ROUTES[n % ROUTES.length] ?? ROUTES[0];
    if (!task) continue;
    const status = await askStatus(`${url}/api/chat/${route}/${task.taskId}`, method);
    strangerProbes.push({ taskId: task.taskId, route, status });
  }
}

/** 0: no answer. */
async function askStatus(url: string, method: string): Promise<number> {
  try {
    const response = await fetch(url, { method, signal: AbortSignal.timeout(REPLY_MS_MAX) });
    await response.body?.cancel();
    return response.status;
  } catch {
    return 0;
  }
}
