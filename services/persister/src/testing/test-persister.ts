import { onTestFinished } from 'vitest';
import { makeLogger } from '@continuo/shared/runtime/logger';
import { readPersisterConfig } from '../config.ts';
import { startPersister } from '../start-persister.ts';
import type { TestStores } from '@continuo/tests/support/use-stores';

export interface TestPersister {
  drain: () => Promise<void>;
  /** What kept tasks from being mirrored so far, as it is logged. */
  troubles: () => string[];
}

/** A persister of this process; drained with the test, or before. */
export async function startTestPersister(
  stores: TestStores,
  env: Record<string, string> = {},
  name = 'persister-1',
): Promise<TestPersister> {
  const config = readPersisterConfig({
    REDIS_URL: stores.redisUrl(),
    DATABASE_URL: stores.databaseUrl(),
    FLUSH_MS: '5',
    ...env,
  });
  const logger = makeLogger('persister', 'silent');
  const troubles: string[] = [];
  logger.error = (line: unknown): void => {
    troubles.push(String(Reflect.get(Object(line), 'tag')));
  };
  const service = await startPersister(config, logger, name);
  let drained: Promise<void> | undefined;
  const drain = (): Promise<void> => (drained ??= service.drain());
  onTestFinished(drain);
  return { drain, troubles: () => troubles };
}
