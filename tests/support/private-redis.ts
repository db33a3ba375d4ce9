import { findFreePort } from '@continuo/deploy/local-stack/free-port';
import { makeLeash } from '@continuo/deploy/local-stack/leash';
import { removeDataDir } from '@continuo/deploy/local-stack/remove-data-dir';
import { startRedis } from '@continuo/deploy/local-stack/start-redis';
import { makeDataDir } from './data-dir.ts';

/** A real Redis for one test file alone: to be restarted, starved, or set up wrongly. */
export interface PrivateRedis {
  url: string;
  /** Stops it and starts it again with the same data. */
  restart: () => Promise<void>;
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
    restart: async () => {
      await redis.stop();
      redis = await start();
    },
    dispose: async () => {
      await redis.stop();
      leash.close();
      removeDataDir(dataDir);
    },
  };
}
