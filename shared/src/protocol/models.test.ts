import { describe, expect, test } from 'vitest';
import { findModel, MODELS, modelsOf, PROVIDER_NAMES } from './models.ts';

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
