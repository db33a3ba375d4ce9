import { expect, test } from 'vitest';
import { explainPostgresDeath, explainRedisDeath } from './explain-death.ts';

test('a damaged log of Redis is told, with where to read on', () => {
  const lastWords = [
    '7:M 21 Nov 2026 10:00:00.000 # Bad file format reading the append only file appendonly.aof.1.incr.aof: make a backup of your AOF file, then use ./redis-check-aof --fix <filename>',
  ];
  expect(explainRedisDeath(lastWords, '/data/redis')).toBe(
    'The log of Redis in /data/redis is damaged: it does not start until that is mended; see docs/OPERATING.md, "Redis refuses to start".',
  );
});

test('a full disk is told, with what to do', () => {
  const redis = [
    "7:M # Can't recover from AOF write error when the AOF fsync policy is 'always'. Exiting...",
  ];
  expect(explainRedisDeath(redis, '/data/redis')).toMatch(/^The disk of Redis \(\/data\/redis\) is full/);
  const postgres = ['PANIC:  could not write to file "pg_wal/xlogtemp.9": No space left on device'];
  expect(explainPostgresDeath(postgres, '/data/pg')).toMatch(/^The disk of Postgres \(\/data\/pg\) is full/);
});

test('of other deaths nothing is made up', () => {
  expect(explainRedisDeath(['7:M * Ready to accept connections'], '/data/redis')).toBeUndefined();
  expect(explainPostgresDeath([], '/data/pg')).toBeUndefined();
});
