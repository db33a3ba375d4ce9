import { describe, expect, test } from 'vitest';
import { ConfigFaults } from '@continuo/shared/runtime/read-config';
import { readPersisterConfig } from './config.ts';

const URLS = { REDIS_URL: 'redis://127.0.0.1:6379', DATABASE_URL: 'postgres://127.0.0.1/continuo' };

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    readPersisterConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigFaults) return error.faults;
    throw error;
  }
}

test('two URLs are enough; the rest has defaults', () => {
  expect(readPersisterConfig(URLS)).toEqual({
    redisUrl: URLS.REDIS_URL,
    databaseUrl: URLS.DATABASE_URL,
    partitions: 1,
    flushMs: 100,
    flushEntries: 1_000,
    tasksMax: 5_000,
    abandonedMs: 5_000,
    streamRetentionMs: 7_200_000,
    recordRetentionMs: 86_400_000,
    retention: { tasks: undefined, logs: undefined, batches: undefined, conversations: undefined },
  });
});

describe('every fault is named', () => {
  test('what is missing, and what is no number or out of bounds', () => {
    expect(faultsOf({ REDIS_URL: 'nonsense', FLUSH_MS: '101', PARTITIONS: 'many' })).toEqual([
      'REDIS_URL is "nonsense": it must be a redis:// URL.',
      'DATABASE_URL is not set: it must be a postgres:// URL.',
      'PARTITIONS is "many": it must be a whole number.',
      'FLUSH_MS is "101": it must be from 1 to 100.',
    ]);
  });

  test('a record that would expire before its stream', () => {
    expect(faultsOf({ ...URLS, STREAM_RETENTION_MS: '2000', RECORD_RETENTION_MS: '1000' })).toEqual([
      'RECORD_RETENTION_MS is "1000": it must be at least STREAM_RETENTION_MS: the record of a task outlives its stream.',
    ]);
  });
});
