import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { findFreePort } from '@continuo/deploy/local-stack/free-port';
import { findRedis } from '@continuo/deploy/local-stack/find-redis';
import { removeDataDir } from '@continuo/deploy/local-stack/remove-data-dir';
import { makeRedis } from '@continuo/shared/redis/connection';
import { makeDataDir } from './data-dir.ts';
import { eventually } from './eventually.ts';

/** A Redis Cluster of one node that has all slots: it refuses whatever touches two slots in one step. */
export interface ClusterRedis {
  url: string;
  dispose: () => Promise<void>;
}

const SLOT_MAX = 16_383;

export async function startClusterRedis(): Promise<ClusterRedis> {
  const { server, env } = await findRedis(() => undefined);
  const folder = makeDataDir();
  const port = await findFreePort();
  const settings = {
    port,
    bind: '127.0.0.1',
    dir: folder,
    appendonly: 'yes',
    appendfsync: 'always',
    'maxmemory-policy': 'noeviction',
    save: '',
    'cluster-enabled': 'yes',
    // By itself it would be port + 10000, which need not be one.
    'cluster-port': await findFreePort(),
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(server, args, { cwd: folder, env: { ...process.env, ...env }, stdio: 'ignore' });
  const ended = once(child, 'exit');
  const url = `redis://127.0.0.1:${port}`;
  await giveAllSlots(url);
  return {
    url,
    dispose: async () => {
      child.kill('SIGKILL');
      await ended;
      removeDataDir(folder);
    },
  };
}

async function giveAllSlots(url: string): Promise<void> {
  const redis = makeRedis(url, 'command', () => undefined);
  await redis.call('CLUSTER', 'ADDSLOTSRANGE', '0', String(SLOT_MAX));
  await eventually(
    async () => String(await redis.call('CLUSTER', 'INFO')),
    (info) => info.includes('cluster_state:ok'),
  );
  redis.disconnect();
}
