import { join } from 'node:path';
import { findFreePort } from '@continuo/deploy/local-stack/free-port';
import { makeLeash } from '@continuo/deploy/local-stack/leash';
import { removeDataDir } from '@continuo/deploy/local-stack/remove-data-dir';
import { startRedis } from '@continuo/deploy/local-stack/start-redis';
import { makeDataDir } from './data-dir.ts';

/** A real Redis for one test file alone: to be restarted, starved, or set up wrongly. */
export interface PrivateRedis {
  url: string;
  /** Where its log is. */
  folder: string;
  /** Stops it and starts it again with the same data. */
  restart: () => Promise<void>;
  stop: () => Promise<void>;
  /** After `stop`. @throws StackFault when it cannot */
  start: () => Promise<void>;
  dispose: () => Promise<void>;
}

export async function startPrivateRedis(): Promise<PrivateRedis> {
  const dataDir = makeDataDir();
  const leash = makeLeash();
  const port = await findFreePort();
  const start = () =>
    startRedis(
      { dataDir, port, onProgress: () => undefined },
      { restart: false, leash, onChange: () => undefined, onNotice: () => undefined },
    );
  let redis = await start();
  return {
    url: redis.url,
    folder: join(dataDir, 'redis'),
    restart: async () => {
      await redis.stop();
      redis = await start();
    },
    stop: () => redis.stop(),
    start: async () => {
      redis = await start();
    },
    dispose: async () => {
      await redis.stop();
      leash.close();
      removeDataDir(dataDir);
    },
  };
}
