import { expect, test } from 'vitest';
import { askToContinue, findPrefillForm, prefillAnswer } from './continuation.ts';

const REQUEST = {
  provider: 'openai' as const,
  model: 'm',
  messages: [{ role: 'user' as const, content: 'Why?' }],
};

test.each([
  ['anthropic', 'messages', 'claude-sonnet-4-5', 'trailing'],
  ['anthropic', 'messages', 'claude-haiku-4-5-20251001', 'trailing'],
  ['anthropic', 'messages', 'claude-opus-4-6', undefined],
  ['anthropic', 'messages', 'claude-opus-5-5', undefined],
  ['anthropic', 'messages', 'claude-fable-5', undefined],
  ['openai', 'chat-completions', 'gpt-6-luna', undefined],
  ['openai', 'chat-completions', 'deepseek-chat', 'prefix'],
  ['openai', 'chat-completions', 'mistral-large-latest', 'prefix'],
  ['openai', 'chat-completions', 'kimi-k2', 'partial'],
  ['openai', 'chat-completions', 'llama3.1:8b', 'trailing'],
  ['openai', 'chat-completions', 'Qwen/Qwen3-32B', 'vllm'],
  ['openai', 'chat-completions', 'anthropic/claude-opus-5-5', undefined],
  ['openai', 'chat-completions', 'something-else', undefined],
  ['openai', 'responses', 'deepseek-chat', undefined],
] as const)('%s over %s: %s is prefilled in the form %s', (provider, wire, model, form) => {
  expect(findPrefillForm(provider, wire, model)).toBe(form);
});

test('to continue, the history stays an exact prefix and the end of the text is quoted', () => {
  const { messages } = askToContinue(REQUEST, `${'a'.repeat(300)} the end`);
  expect(messages[0]).toEqual(REQUEST.messages[0]);
  expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
  expect(messages[1]?.content).toHaveLength(308);
  expect(messages[2]?.content.endsWith(' the end')).toBe(true);
});

test('a prefill never ends in white space', () => {
  expect(prefillAnswer(REQUEST, 'so far \n').messages.at(-1)).toEqual({
    role: 'assistant',
    content: 'so far',
  });
});

test('what is stored counts against max_tokens, and one token is always asked for', () => {
  const limited = { ...REQUEST, max_tokens: 100 };
  expect(askToContinue(limited, 'x'.repeat(200)).max_tokens).toBe(50);
  expect(prefillAnswer(limited, 'x'.repeat(2_000)).max_tokens).toBe(1);
});
