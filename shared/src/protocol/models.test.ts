import { describe, expect, test } from 'vitest';
import { costUsd, findModel, MODELS, modelsOf, PROVIDER_NAMES, type Model } from './models.ts';

const PRICED: Model = {
  provider: 'openai',
  name: 'priced',
  label: 'Priced',
  price: { input: 2, cachedInput: 0.5, output: 10 },
};
const NO_TOKENS = { input_tokens: 0, cached_input_tokens: 0, output_tokens: 0 };

describe('the cost of an answer', () => {
  test.each([
    [{ ...NO_TOKENS, input_tokens: 1_000_000 }, 2],
    [{ ...NO_TOKENS, input_tokens: 1_000_000, cached_input_tokens: 1_000_000 }, 0.5],
    [{ ...NO_TOKENS, output_tokens: 1_000_000 }, 10],
    [{ input_tokens: 1_000, cached_input_tokens: 400, output_tokens: 50 }, 0.0019],
    [NO_TOKENS, 0],
  ])('of %o is %f dollars', (usage, dollars) => {
    expect(costUsd(PRICED, usage)).toBeCloseTo(dollars, 12);
  });

  test('is unknown, not nothing, where the price is unknown', () => {
    expect(costUsd(undefined, NO_TOKENS)).toBeNull();
    expect(costUsd({ provider: 'openai', name: 'm', label: 'M' }, NO_TOKENS)).toBeNull();
  });
});

describe('the models on offer', () => {
  test('have unique names within their provider', () => {
    const names = MODELS.map(({ provider, name }) => `${provider}/${name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  test.each(PROVIDER_NAMES)('include some of %s', (provider) => {
    const names = modelsOf(provider).map((model) => model.provider);
    expect(new Set(names)).toEqual(new Set([provider]));
  });

  test('are found by name; the settings of the simulator do not count', () => {
    expect(findModel('simulator', 'sim-writer@tps=5')?.name).toBe('sim-writer');
    expect(findModel('openai', 'sim-writer')).toBeUndefined();
    expect(findModel('openai', 'gpt-6-luna@tps=5')).toBeUndefined();
  });
});
