import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ConfigFaults, readConfig, wholeNumber } from './read-config.ts';

const SCHEMA = z.object({
  PORT: wholeNumber(1, 65_535).default(8_000),
  LEASE_MS: wholeNumber(200, 60_000).default(3_000),
  STORE_URL: z.url('it must be a URL'),
});

function faultsOf(env: Record<string, string | undefined>): readonly string[] {
  try {
    readConfig(SCHEMA, env);
  } catch (error) {
    if (error instanceof ConfigFaults) return error.faults;
    throw error;
  }
  return [];
}

describe('the environment', () => {
  test('is read into a frozen value, with defaults for what is absent or empty', () => {
    const config = readConfig(SCHEMA, { STORE_URL: 'redis://a', PORT: '', LEASE_MS: undefined, OTHER: 'x' });
    expect(config).toEqual({ PORT: 8_000, LEASE_MS: 3_000, STORE_URL: 'redis://a' });
    expect(Object.isFrozen(config)).toBe(true);
  });

  test('has all its faults told at once, each as a sentence with the name and the value', () => {
    expect(faultsOf({ PORT: '0', LEASE_MS: 'soon' })).toEqual([
      'PORT is "0": it must be from 1 to 65535.',
      'LEASE_MS is "soon": it must be a whole number.',
      expect.stringMatching(/^STORE_URL is not set: .*\.$/),
    ]);
  });

  test.each(['1.5', '-1', '1e3', ' 1', '0x10', '65536', '99999999999999999999'])('has no port %j', (port) => {
    expect(faultsOf({ STORE_URL: 'redis://a', PORT: port })).toHaveLength(1);
  });

  test.each(['1', '65535', '0080'])('may have the port %j', (port) => {
    expect(readConfig(SCHEMA, { STORE_URL: 'redis://a', PORT: port }).PORT).toBe(Number(port));
  });
});
