import { describe, expect, test } from 'vitest';
import type { Offer } from '../config.ts';
import type { PriceList } from '@continuo/shared/protocol/prices';
import { describeOffer, resolveModel } from './resolve-model.ts';
import { Refusal } from '../http/refusal.ts';

const ANY: Offer = {
  providers: ['openai', 'anthropic', 'simulator'],
  defaultProvider: 'openai',
  defaultModel: 'gpt-6-luna',
  allowedModels: undefined,
};
const FEW: Offer = { ...ANY, allowedModels: new Set(['gpt-6-luna', 'sim-writer', 'my-model']) };

describe('resolveModel', () => {
  test.each([
    ['nothing', {}, { provider: 'openai', model: 'gpt-6-luna' }],
    ['a provider', { provider: 'anthropic' }, { provider: 'anthropic', model: 'claude-haiku-5-5' }],
    [
      'a model that one provider lists',
      { model: 'claude-opus-5-5' },
      { provider: 'anthropic', model: 'claude-opus-5-5' },
    ],
    ['a model that nobody lists', { model: 'my-model' }, { provider: 'openai', model: 'my-model' }],
    [
      'a simulator model with settings',
      { model: 'sim-writer@rate=100,seed=7' },
      { provider: 'simulator', model: 'sim-writer@rate=100,seed=7' },
    ],
  ] as const)('makes definite what was asked with %s', (_name, asked, resolved) => {
    expect(resolveModel(asked, ANY)).toEqual(resolved);
  });

  test('passes on what MODELS allows, settings of the simulator and all, and nothing else', () => {
    expect(resolveModel({ model: 'my-model' }, FEW).model).toBe('my-model');
    expect(resolveModel({ model: 'sim-writer@seed=7' }, FEW).provider).toBe('simulator');
    expect(() => resolveModel({ model: 'gpt-6.1-sol' }, FEW)).toThrow(Refusal);
    expect(() => resolveModel({ provider: 'anthropic' }, FEW)).toThrow(Refusal);
  });

  test('refuses a simulator model that the simulator does not have', () => {
    expect(() => resolveModel({ provider: 'simulator', model: 'sim-other' }, ANY)).toThrow(/sim-background/);
  });

  test('refuses a provider that is not configured, naming those that are', () => {
    const offer: Offer = { ...ANY, providers: ['anthropic'], defaultProvider: 'anthropic' };
    expect(() => resolveModel({ provider: 'openai' }, offer)).toThrow(/on offer: anthropic/);
  });
});

const PRICES: PriceList = {
  providers: {
    openai: { taken: '2026-11-21', models: { 'gpt-6-luna': { input: 1, cached_input: 0.1, output: 6 } } },
  },
};

const CACHE_TTL_MS = 3_600_000;

describe('describeOffer', () => {
  test('says what is known of prices: unknown is not free', () => {
    const [openai, anthropic] = describeOffer(ANY, PRICES, CACHE_TTL_MS).providers;
    expect(openai).toMatchObject({ prices_taken: '2026-11-21', prices_note: null });
    expect(openai?.models.filter(({ price }) => price !== null)).toMatchObject([
      { model: 'gpt-6-luna', price: { input: 1, cached_input: 0.1, output: 6 } },
    ]);
    expect(anthropic).toMatchObject({ prices_taken: null, models: [{ price: null }, {}, {}] });
  });

  test('lists the providers with their models, and says which is the simulator', () => {
    const { providers } = describeOffer(ANY, PRICES, CACHE_TTL_MS);
    expect(providers.map(({ provider, simulated }) => [provider, simulated])).toEqual([
      ['openai', false],
      ['anthropic', false],
      ['simulator', true],
    ]);
    expect(providers[1]?.models[0]).toEqual({
      model: 'claude-haiku-5-5',
      label: 'Claude Haiku 5.5',
      takes_temperature: false,
      price: null,
    });
  });

  test('tells which models refuse a temperature; of one that is not listed nobody knows', () => {
    const takers = describeOffer({ ...ANY, defaultModel: 'my-model' }, PRICES, CACHE_TTL_MS).providers.map(
      ({ models }) => models.map(({ takes_temperature }) => takes_temperature),
    );
    expect(takers).toEqual([
      [true, true, true, true],
      [false, false, false],
      [true, true, true],
    ]);
  });

  test('lists only what is allowed, names that only the allow-list knows with the default provider', () => {
    expect(
      describeOffer(FEW, PRICES, CACHE_TTL_MS).providers.map(({ models }) =>
        models.map(({ model }) => model),
      ),
    ).toEqual([['gpt-6-luna', 'my-model'], [], ['sim-writer']]);
  });
});
