import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findRedis } from './find-redis.ts';
import { findFreePort } from './free-port.ts';
import { explainRedisDeath } from './explain-death.ts';
import { keepRunning, type KeepOptions, type KeptProgram, type Program } from './keep-running.ts';

const ASK_AGAIN_MS = 20;

export interface RedisOptions {
  /** Its log and, in `redis/`, its data: what is there is found again. */
  dataDir: string;
  port?: number;
  /** Default 16. */
  databases?: number;
  /** As Redis writes it; default 1gb. */
  maxMemory?: string | undefined;
  onProgress: (sentence: string) => void;
}

export interface RedisProgram extends Program {
  url: string;
}

/** A private Redis on 127.0.0.1 that loses nothing it has acknowledged (invariant 1). */
export async function planRedis(options: RedisOptions): Promise<RedisProgram> {
  const { server, env } = await findRedis(options.onProgress);
  const folder = join(options.dataDir, 'redis');
  const port = options.port ?? (await findFreePort());
  const settings = {
    port,
    bind: '127.0.0.1',
    dir: folder,
    databases: options.databases ?? 16,
    appendonly: 'yes',
    appendfsync: 'always',
    maxmemory: options.maxMemory ?? '1gb',
    'maxmemory-policy': 'noeviction',
    save: '',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return {
    service: 'redis',
    name: 'redis',
    port,
    url: `redis://127.0.0.1:${port}`,
    logFile: join(options.dataDir, 'logs/redis.log'),
    spawn: (logFd) => {
      // Each time: whoever deletes the data gets an empty Redis, not none.
      mkdirSync(folder, { recursive: true });
      return spawn(server, args, {
        cwd: folder,
        env: { ...process.env, ...env },
        stdio: ['ignore', logFd, logFd],
        detached: true,
      });
    },
    untilReady: async (child, signal) => {
      await untilAnswering(port, child.pid, signal);
      return port;
    },
    // A long log is read back before the first answer.
    readyWithinMs: 120_000,
    explainDeath: (lastWords) => explainRedisDeath(lastWords, folder),
    stopSignal: 'SIGTERM',
    stopWithinMs: 10_000,
  };
}

/** Starts it and waits until it answers. */
export async function startRedis(
  options: RedisOptions,
  keep: KeepOptions,
): Promise<KeptProgram & { url: string }> {
  const program = await planRedis(options);
  const redis = keepRunning(program, keep);
  await redis.whenReady;
  return { ...redis, url: program.url };
}

/** Until it says that its data is read back, and that it is the process we started and no stranger on the same port. */
async function untilAnswering(port: number, pid: number | undefined, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const info = await readInfo(port);
    if (info.includes(`\r\nprocess_id:${pid}\r\n`) && info.includes('\r\nloading:0\r\n')) return;
    await sleep(ASK_AGAIN_MS);
  }
}

function readInfo(port: number): Promise<string> {
  return new Promise((resolve) => {
    let info = '';
    const socket = connect(port, '127.0.0.1', () => socket.write('INFO\r\nQUIT\r\n'));
    socket.setTimeout(1000, () => socket.destroy());
    socket.setEncoding('utf8').on('data', (part: string) => (info += part));
    socket.once('error', () => resolve(''));
    socket.once('close', () => resolve(info));
  });
}
