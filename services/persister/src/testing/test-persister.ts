import { onTestFinished } from 'vitest';
import { makeLogger } from '@continuo/shared/runtime/logger';
import { readPersisterConfig } from '../config.ts';
import { startPersister } from '../start-persister.ts';
import type { TestStores } from '@continuo/tests/support/use-stores';

/** A persister of this process; drained with the test, or before. */
export async function startTestPersister(
  stores: TestStores,
  env: Record<string, string> = {},
  name = 'persister-1',
): Promise<{ drain: () => Promise<void> }> {
  const config = readPersisterConfig({
    REDIS_URL: stores.redisUrl(),
    DATABASE_URL: stores.databaseUrl(),
    FLUSH_MS: '5',
    ...env,
  });
  const service = await startPersister(config, makeLogger('persister', 'silent'), name);
  let drained: Promise<void> | undefined;
  const drain = (): Promise<void> => (drained ??= service.drain());
  onTestFinished(drain);
  return { drain };
}
