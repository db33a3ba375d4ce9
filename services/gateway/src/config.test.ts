import { describe, expect, test } from 'vitest';
import { ConfigFaults, readConfig } from '@continuo/shared/runtime/read-config';
import { configSchema, offerOf, trustedHostsOf } from './config.ts';

const STORES = { REDIS_URL: 'redis://127.0.0.1:1', DATABASE_URL: 'postgres://127.0.0.1:1/x' };
const read = (env: Record<string, string>) => readConfig(configSchema, { ...STORES, ...env });

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(configSchema, env);
    return [];
  } catch (error) {
    if (error instanceof ConfigFaults) return error.faults;
    throw error;
  }
}

describe('the environment', () => {
  test('needs nothing but the stores', () => {
    expect(read({})).toMatchObject({ HOST: '127.0.0.1', PORT: 8000, OWNER: 'local', PARTITIONS: 1 });
  });

  test('is refused with every fault at once', () => {
    const faults = faultsOf({ PORT: '70000', PROVIDERS: 'openai,acme', OWNER: 'a:b', CACHE_TTL_MS: '1h' });
    const names = faults.map((fault) => fault.split(' ')[0]);
    expect(new Set(names)).toEqual(
      new Set(['REDIS_URL', 'DATABASE_URL', 'PORT', 'PROVIDERS.1', 'OWNER', 'CACHE_TTL_MS']),
    );
  });

  test('is refused when a default is not on offer', () => {
    const faults = faultsOf({ ...STORES, DEFAULT_PROVIDER: 'openai', DEFAULT_MODEL: 'x', MODELS: 'y' });
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['DEFAULT_PROVIDER', 'DEFAULT_MODEL']);
  });
});

describe('the offer', () => {
  test('defaults to the first provider and its first model', () => {
    expect(offerOf(read({ PROVIDERS: ' anthropic , simulator ' }))).toMatchObject({
      providers: ['anthropic', 'simulator'],
      defaultProvider: 'anthropic',
      defaultModel: 'claude-haiku-5-5',
    });
  });

  test('defaults to a model that is allowed', () => {
    expect(offerOf(read({ MODELS: 'sim-claude' })).defaultModel).toBe('sim-claude');
    expect(offerOf(read({ PROVIDERS: 'openai', MODELS: 'my-model' })).defaultModel).toBe('my-model');
  });
});

describe('the names that are answered to', () => {
  test('are the loopback names while only the loopback can be reached', () => {
    expect(trustedHostsOf(read({}))).toEqual(new Set(['localhost', '127.0.0.1', '[::1]']));
  });

  test('are any behind a proxy or in a network, unless TRUSTED_HOSTS says which', () => {
    expect(trustedHostsOf(read({ HOST: '0.0.0.0' }))).toBeUndefined();
    expect(trustedHostsOf(read({ HOST: '0.0.0.0', TRUSTED_HOSTS: 'chat.example' }))).toContain(
      'chat.example',
    );
  });
});
