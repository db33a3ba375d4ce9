import { expect, test } from 'vitest';
import { policyOf } from './policy.ts';

test.each([
  ['claude-haiku-4-5', 'continues'],
  ['claude-sonnet-4-5-20250929', 'continues'],
  ['claude-sonnet-4-20250514', 'continues'],
  ['claude-3-5-sonnet-20241022', 'continues'],
  ['claude-2.1', 'continues'],
  ['anthropic/claude-sonnet-4-5', 'continues'],
  ['claude-opus-4-6', 'refused'],
  ['claude-opus-4-8', 'refused'],
  ['claude-sonnet-5', 'refused'],
  ['claude-fable-5-2', 'refused'],
  ['claude-mythos-preview', 'refused'],
  ['claude-anything-new', 'refused'],
  ['sim-claude', 'refused'],
  ['sim-writer', 'continues'],
  ['sim-background', 'finished'],
  ['gpt-6.1-sol', 'finished'],
  ['gpt-4o', 'finished'],
  ['o3', 'finished'],
  ['mistral-large-latest', 'continues-if-asked'],
  ['deepseek-chat', 'continues-if-asked'],
  ['kimi-k2', 'continues-if-asked'],
  ['llama3.2:3b', 'continues'],
  ['qwen3-8b-q4_k_m.gguf', 'continues'],
  ['mistralai/Mistral-7B-Instruct-v0.3', 'continues-if-asked'],
  ['never-heard-of', 'finished'],
])('a trailing assistant message to %s: %s', (model, means) => {
  expect(policyOf(model).trailingAssistant.means).toBe(means);
});

test('Claude refuses sampling parameters from 4.7 on', () => {
  expect(policyOf('claude-opus-4-6').refusedParams).toBeUndefined();
  expect(policyOf('claude-opus-4-7').refusedParams).toHaveProperty('temperature');
});
