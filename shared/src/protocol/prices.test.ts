import { describe, expect, test } from 'vitest';
import { findPrice, NO_PRICES, priceCall, priceListSchema, type Price, type PriceList } from './prices.ts';

const PRICE: Price = { input: 2, cached_input: 0.5, output: 10 };
const NO_TOKENS = { input_tokens: 0, cached_input_tokens: 0, output_tokens: 0 };

function priced(...names: string[]): PriceList {
  const models = Object.fromEntries(names.map((name, i) => [name, { ...PRICE, input: i + 1 }]));
  return priceListSchema.parse({ providers: { openai: { taken: '2026-11-21', models } } });
}

describe('the cost of a call', () => {
  test.each([
    [{ ...NO_TOKENS, input_tokens: 1_000_000 }, 2],
    [{ ...NO_TOKENS, input_tokens: 1_000_000, cached_input_tokens: 1_000_000 }, 0.5],
    [{ ...NO_TOKENS, output_tokens: 1_000_000 }, 10],
    [{ input_tokens: 1_000, cached_input_tokens: 400, output_tokens: 50 }, 0.0019],
    [NO_TOKENS, 0],
  ])('of %o is %f dollars', (tokens, dollars) => {
    expect(priceCall(PRICE, tokens)).toBeCloseTo(dollars, 12);
  });

  test('is unknown, not nothing, where the price is unknown', () => {
    expect(priceCall(undefined, NO_TOKENS)).toBeNull();
  });

  test('is unknown where the prompt is longer than the price holds for', () => {
    const short = { ...PRICE, input_tokens_max: 100 };
    expect(priceCall(short, { ...NO_TOKENS, input_tokens: 100 })).not.toBeNull();
    expect(priceCall(short, { ...NO_TOKENS, input_tokens: 101 })).toBeNull();
  });
});

describe('the price of a model', () => {
  test.each([
    ['by its exact name before any family', ['gpt-*', 'gpt-6', 'gpt-6*'], 'gpt-6', 2],
    ['by the longest family that it begins with', ['gpt-*', 'gpt-6*'], 'gpt-6-luna', 2],
    ['by the longest family, in whichever order they stand', ['gpt-6*', 'gpt-*'], 'gpt-6-luna', 1],
  ])('is found %s', (_, names, model, input) => {
    expect(findPrice(priced(...names), 'openai', model)?.input).toBe(input);
  });

  test.each([
    ['a name that only begins like it', 'openai', 'gpt-6-luna'],
    ['another provider', 'anthropic', 'gpt-6'],
    ['a provider that nobody knows', 'nobody', 'gpt-6'],
    ['a name that every object has', 'openai', 'constructor'],
  ])('is not that of %s', (_, provider, model) => {
    expect(findPrice(priced('gpt-6'), provider, model)).toBeUndefined();
  });

  test('is unknown where there are none', () => {
    expect(findPrice(NO_PRICES, 'openai', 'gpt-6')).toBeUndefined();
  });
});

test.each([
  ['a negative price', { 'gpt-6': { ...PRICE, input: -1 } }],
  ['a price that is missing', { 'gpt-6': { input: 1, output: 1 } }],
  ['a star in the middle of a name', { 'gpt-*-mini': PRICE }],
])('%s is refused', (_, models) => {
  expect(priceListSchema.safeParse({ providers: { openai: { taken: '2026-11-21', models } } }).success).toBe(
    false,
  );
});
