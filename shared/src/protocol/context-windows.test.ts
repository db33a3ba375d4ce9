import { describe, expect, test } from 'vitest';
import { findContextWindow } from './context-windows.ts';
import { MODELS } from './models.ts';

describe('the context window', () => {
  test.each(MODELS.map(({ provider, name }) => [provider, name] as const))(
    'of %s %s, which is on offer, is known',
    (provider, name) => {
      expect(findContextWindow(provider, name)).toBeGreaterThan(0);
    },
  );

  test('is that of the generation, not of the name in front', () => {
    expect(findContextWindow('anthropic', 'claude-sonnet-4-5-20250929')).toBe(200_000);
    expect(findContextWindow('anthropic', 'claude-sonnet-5-5')).toBe(1_000_000);
    expect(findContextWindow('openai', 'gpt-6-luna')).toBe(1_050_000);
  });

  test('of a model with settings behind its name is that of the model', () => {
    expect(findContextWindow('simulator', 'sim-writer@tps=10')).toBe(128_000);
  });

  test('of an unknown model, or of one by the name of another provider’s, is not known', () => {
    expect(findContextWindow('openai', 'my-own-model')).toBeUndefined();
    expect(findContextWindow('openai', 'claude-sonnet-5-5')).toBeUndefined();
  });
});
