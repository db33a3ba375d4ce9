import { readConfig, wholeNumber } from '@continuo/shared/runtime/read-config';
import { z } from 'zod';
import type { Environment } from './plan-services.ts';
import type { StackOptions } from './start-stack.ts';

const COPIES_MAX = 32;

function storeUrl(...schemes: string[]) {
  const form = `it must look like ${schemes[0]}://host:port`;
  return z
    .string()
    .refine((url) => URL.canParse(url) && schemes.includes(new URL(url).protocol.slice(0, -1)), form)
    .optional();
}

/** The variables that `npm start` reads itself; the services read the others. */
const environment = z.object({
  PORT: wholeNumber(0, 65_535).default(8000),
  DATA_DIR: z.string().default('.data'),
  GATEWAYS: wholeNumber(1, COPIES_MAX).default(1),
  GENERATORS: wholeNumber(0, COPIES_MAX).default(1),
  PERSISTERS: wholeNumber(0, COPIES_MAX).default(1),
  REDIS_URL: storeUrl('redis', 'rediss'),
  REDIS_MAXMEMORY: z
    .string()
    .regex(/^\d+([kmg]b)?$/i, 'it must be a number of bytes, or one with kb, mb or gb')
    .default('1gb'),
  DATABASE_URL: storeUrl('postgres', 'postgresql'),
  RESTART: z.enum(['0', '1'], 'it must be 0 or 1').default('1'),
});

/** @throws ConfigFaults with a sentence for each fault */
export function readStackOptions(env: Environment): StackOptions {
  const read = readConfig(environment, env);
  return {
    port: read.PORT,
    dataDir: read.DATA_DIR,
    gateways: read.GATEWAYS,
    generators: read.GENERATORS,
    persisters: read.PERSISTERS,
    redisUrl: read.REDIS_URL,
    redisMaxMemory: read.REDIS_MAXMEMORY,
    databaseUrl: read.DATABASE_URL,
    restart: read.RESTART === '1',
    env,
  };
}
