import { readConfig, wholeNumber } from '@continuo/shared/runtime/read-config';
import { z } from 'zod';
import type { Retention } from './janitor/sweep-old.ts';

const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;

const days = wholeNumber(1, 36_500).optional();

const environment = z
  .object({
    REDIS_URL: z.url('it must be a redis:// URL'),
    DATABASE_URL: z.url('it must be a postgres:// URL'),
    PARTITIONS: wholeNumber(1, 4_096).default(1),
    FLUSH_MS: wholeNumber(1, 100).default(100),
    FLUSH_ENTRIES: wholeNumber(1, 1_000).default(1_000),
    TASKS_MAX: wholeNumber(1, 50_000).default(5_000),
    ABANDONED_MS: wholeNumber(500, 600_000).default(5_000),
    STREAM_RETENTION_MS: wholeNumber(0, YEAR_MS).default(2 * HOUR_MS),
    RECORD_RETENTION_MS: wholeNumber(0, YEAR_MS).default(24 * HOUR_MS),
    RETENTION_TASKS_DAYS: days,
    RETENTION_EVENTS_DAYS: days,
    RETENTION_BATCHES_DAYS: days,
    RETENTION_CONVERSATIONS_DAYS: days,
  })
  .refine((env) => env.RECORD_RETENTION_MS >= env.STREAM_RETENTION_MS, {
    path: ['RECORD_RETENTION_MS'],
    message: 'it must be at least STREAM_RETENTION_MS: the record of a task outlives its stream',
  });

export interface Config {
  redisUrl: string;
  databaseUrl: string;
  partitions: number;
  /** A flush begins at the latest this long after its first entry, */
  flushMs: number;
  /** or when this many entries wait. */
  flushEntries: number;
  /** Most tasks followed at a time; new requests are not read above it. */
  tasksMax: number;
  /** Silence after which the requests of another persister are taken over. */
  abandonedMs: number;
  /** How long Redis keeps the stream of a finished task, and its record, after the commit that covers it. */
  streamRetentionMs: number;
  recordRetentionMs: number;
  /** How long Postgres keeps what is over. */
  retention: Retention;
}

export function readPersisterConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const read = readConfig(environment, env);
  return {
    redisUrl: read.REDIS_URL,
    databaseUrl: read.DATABASE_URL,
    partitions: read.PARTITIONS,
    flushMs: read.FLUSH_MS,
    flushEntries: read.FLUSH_ENTRIES,
    tasksMax: read.TASKS_MAX,
    abandonedMs: read.ABANDONED_MS,
    streamRetentionMs: read.STREAM_RETENTION_MS,
    recordRetentionMs: read.RECORD_RETENTION_MS,
    retention: {
      tasks: read.RETENTION_TASKS_DAYS,
      logs: read.RETENTION_EVENTS_DAYS,
      batches: read.RETENTION_BATCHES_DAYS,
      conversations: read.RETENTION_CONVERSATIONS_DAYS,
    },
  };
}
