import { findFreePort } from '@continuo/deploy/local-stack/free-port';
import { makeLeash } from '@continuo/deploy/local-stack/leash';
import { migrate } from '@continuo/deploy/local-stack/migrate';
import { removeDataDir } from '@continuo/deploy/local-stack/remove-data-dir';
import { startPostgres } from '@continuo/deploy/local-stack/start-postgres';
import { makeDataDir } from './data-dir.ts';

/** A real Postgres, migrated, outside any stack: to be away for as long as a test wants. */
export interface PrivatePostgres {
  url: string;
  stop: () => Promise<void>;
  /** Again, with the same data. */
  start: () => Promise<void>;
  dispose: () => Promise<void>;
}

export async function startPrivatePostgres(): Promise<PrivatePostgres> {
  const dataDir = makeDataDir();
  const leash = makeLeash();
  const port = await findFreePort();
  const start = () =>
    startPostgres(
      { dataDir, port, onProgress: () => undefined },
      { restart: false, leash, onChange: () => undefined, onNotice: () => undefined },
    );
  let postgres = await start();
  await migrate(postgres.url);
  return {
    url: postgres.url,
    stop: () => postgres.stop(),
    start: async () => {
      postgres = await start();
    },
    dispose: async () => {
      await postgres.stop();
      leash.close();
      removeDataDir(dataDir);
    },
  };
}
