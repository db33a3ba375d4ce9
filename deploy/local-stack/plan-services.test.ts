import { describe, expect, test } from 'vitest';
import { assembleEnvironment, SERVICE_NAMES, type StackFacts } from './plan-services.ts';

const FACTS: StackFacts = {
  redisUrl: 'redis://127.0.0.1:20001',
  databaseUrl: 'postgres://127.0.0.1:20002/continuo',
  simulatorUrl: 'http://127.0.0.1:20003',
  webDist: '/clone/web/dist',
};
const KEYS = { OPENAI_API_KEY: 'key-1', ANTHROPIC_API_KEY: 'key-2', ANTHROPIC_AUTH_TOKEN: 'key-3' };

describe('the environment of a service', () => {
  test('holds provider keys for generators only', () => {
    const holders = SERVICE_NAMES.filter((service) =>
      JSON.stringify(assembleEnvironment(service, 20_004, FACTS, KEYS)).includes('key-'),
    );
    expect(holders).toEqual(['generator']);
    expect(assembleEnvironment('generator', undefined, FACTS, KEYS)).toMatchObject(KEYS);
  });

  test('passes on what the user has set and the stack does not know', () => {
    const env = { LEASE_MS: '900', LOG_LEVEL: 'debug', OPENAI_BASE_URL: 'https://llm.example/v1' };
    for (const service of SERVICE_NAMES) {
      expect(assembleEnvironment(service, undefined, FACTS, env)).toMatchObject(env);
    }
  });

  test('names the stores of this stack, whatever the user has set', () => {
    const env = assembleEnvironment('persister', undefined, FACTS, { REDIS_URL: 'redis://elsewhere:6379' });
    expect(env).toMatchObject({ REDIS_URL: FACTS.redisUrl, DATABASE_URL: FACTS.databaseUrl });
  });

  test("does not give the first gateway's port or host to anyone else", () => {
    const user = { PORT: '8000', HOST: '0.0.0.0' };
    const generator = assembleEnvironment('generator', undefined, FACTS, user);
    expect([generator['PORT'], generator['HOST']]).toEqual([undefined, undefined]);
    expect(assembleEnvironment('gateway', 8000, FACTS, user)).toMatchObject(user);
    expect(assembleEnvironment('gateway', 20_005, FACTS, user)['PORT']).toBe('20005');
    expect(assembleEnvironment('simulator', 20_003, FACTS, user)).toMatchObject({
      PORT: '20003',
      HOST: '127.0.0.1',
    });
  });

  test.each([
    ['the simulator when there is no key', {}, 'simulator'],
    ['those with a key', { OPENAI_API_KEY: 'key-1' }, 'openai,simulator'],
    ['all three', KEYS, 'openai,anthropic,simulator'],
    ['what the user has listed', { PROVIDERS: 'anthropic' }, 'anthropic'],
    ['those with a key when the list is empty', { PROVIDERS: '', OPENAI_API_KEY: 'k' }, 'openai,simulator'],
  ])('offers at the gateway %s', (_case, env, providers) => {
    expect(assembleEnvironment('gateway', 8000, FACTS, env)['PROVIDERS']).toBe(providers);
  });

  test('does not offer a simulator that does not run', () => {
    const facts = { ...FACTS, simulatorUrl: undefined };
    expect(assembleEnvironment('gateway', 8000, facts, KEYS)['PROVIDERS']).toBe('openai,anthropic');
  });
});
