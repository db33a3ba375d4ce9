import { ConfigFaults } from '@continuo/shared/runtime/read-config';
import { describe, expect, test } from 'vitest';
import { readStackOptions } from './read-stack-options.ts';

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    readStackOptions(env);
  } catch (error) {
    if (error instanceof ConfigFaults) return error.faults;
    throw error;
  }
  return [];
}

describe('the variables of npm start', () => {
  test('need not be set', () => {
    expect(readStackOptions({})).toMatchObject({
      port: 8000,
      dataDir: '.data',
      gateways: 1,
      generators: 1,
      persisters: 1,
      redisUrl: undefined,
      redisMaxMemory: '1gb',
      databaseUrl: undefined,
      restart: true,
    });
  });

  test('choose ports, folders, copies, stores and restarts', () => {
    const env = {
      PORT: '8080',
      DATA_DIR: '/data',
      GATEWAYS: '2',
      GENERATORS: '0',
      PERSISTERS: '3',
      REDIS_URL: 'rediss://user:secret@cache.example:6380/1',
      REDIS_MAXMEMORY: '512mb',
      DATABASE_URL: 'postgresql://db.example/continuo',
      RESTART: '0',
    };
    expect(readStackOptions(env)).toEqual({
      port: 8080,
      dataDir: '/data',
      gateways: 2,
      generators: 0,
      persisters: 3,
      redisUrl: env.REDIS_URL,
      redisMaxMemory: '512mb',
      databaseUrl: env.DATABASE_URL,
      restart: false,
      env,
    });
  });

  test('are all judged at once, a sentence for each', () => {
    expect(
      faultsOf({
        PORT: '70000',
        GATEWAYS: 'two',
        REDIS_URL: 'localhost',
        REDIS_MAXMEMORY: '70%',
        RESTART: 'no',
      }),
    ).toEqual([
      'PORT is "70000": it must be from 0 to 65535.',
      'GATEWAYS is "two": it must be a whole number.',
      'REDIS_URL is "localhost": it must look like redis://host:port.',
      'REDIS_MAXMEMORY is "70%": it must be a number of bytes, or one with kb, mb or gb.',
      'RESTART is "no": it must be 0 or 1.',
    ]);
  });

  test('need at least one gateway', () => {
    expect(faultsOf({ GATEWAYS: '0' })).toEqual(['GATEWAYS is "0": it must be from 1 to 32.']);
  });
});
