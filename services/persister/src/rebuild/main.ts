import process from 'node:process';
import { makePostgres } from '@continuo/shared/postgres/connection';
import { describePostgresError } from '@continuo/shared/postgres/postgres-errors';
import { makeRedis } from '@continuo/shared/redis/connection';
import { makeTransitions } from '@continuo/shared/redis/transitions';
import { ConfigFaults, readConfig } from '@continuo/shared/runtime/read-config';
import { z } from 'zod';
import { describeReport } from './describe-report.ts';
import { rebuildLost } from './rebuild-lost.ts';

/**
 * One look at all unfinished tasks, between REDIS_URL and DATABASE_URL. Prints what it did, with `--json` for machines;
 * exit code 1 when a task could not be put back.
 */
const environment = z.object({
  REDIS_URL: z.url('it must be a redis:// URL'),
  DATABASE_URL: z.url('it must be a postgres:// URL'),
});

async function main(asJson: boolean): Promise<void> {
  const env = readConfig(environment, process.env);
  const redis = makeRedis(env.REDIS_URL, 'command', () => undefined);
  const postgres = makePostgres({
    url: env.DATABASE_URL,
    applicationName: 'continuo-rebuild',
    connectionsMax: 2,
  });
  try {
    const report = await rebuildLost({ redis, postgres, transitions: makeTransitions(redis) });
    process.stdout.write(`${asJson ? JSON.stringify(report, undefined, 2) : describeReport(report)}\n`);
    if (report.failed.length > 0) process.exitCode = 1;
  } finally {
    redis.disconnect();
    await postgres.close();
  }
}

try {
  await main(process.argv.includes('--json'));
} catch (error) {
  const sentence =
    error instanceof ConfigFaults
      ? error.message
      : `Nothing more was rebuilt: ${describePostgresError(error).message}`;
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}
