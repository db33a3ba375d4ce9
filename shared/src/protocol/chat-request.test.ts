import { describe, expect, test } from 'vitest';
import { canonicalRequest, promptOf, type ChatRequest } from './chat-request.ts';

const REQUEST: ChatRequest = {
  provider: 'openai',
  model: 'small',
  system: 'Be brief.',
  messages: [
    { role: 'user', content: 'a' },
    { role: 'assistant', content: 'b' },
    { role: 'user', content: 'c' },
  ],
  temperature: 0,
  max_tokens: 10,
};
const CANONICAL = canonicalRequest('owner', REQUEST);

describe('the canonical request', () => {
  test('is the same for the same request, in whatever order its fields were given', () => {
    const { messages, model, ...rest } = REQUEST;
    const reordered = {
      max_tokens: 10,
      messages: messages.map(({ content, role }) => ({ content, role })),
      ...rest,
      model,
    };
    expect(canonicalRequest('owner', reordered)).toBe(CANONICAL);
  });

  test('invariant 10: differs for another owner', () => {
    expect(canonicalRequest('another', REQUEST)).not.toBe(CANONICAL);
  });

  /** Typed so that a new field of a request has to be listed here. */
  const changes: { [Field in keyof Required<ChatRequest>]: Partial<Record<Field, unknown>>[] } = {
    provider: [{ provider: 'anthropic' }],
    model: [{ model: 'large' }],
    system: [{ system: 'Be long.' }, { system: undefined }, { system: '' }],
    messages: [
      { messages: REQUEST.messages.slice(1) },
      { messages: REQUEST.messages.toReversed() },
      { messages: [...REQUEST.messages, { role: 'user', content: '' }] },
      { messages: REQUEST.messages.with(2, { role: 'user', content: 'C' }) },
      { messages: REQUEST.messages.with(1, { role: 'user', content: 'b' }) },
      { messages: [{ role: 'user', content: 'a","b' }] },
    ],
    temperature: [{ temperature: 1 }, { temperature: undefined }],
    max_tokens: [{ max_tokens: 11 }, { max_tokens: undefined }],
    fallbacks: [
      { fallbacks: [{ provider: 'openai', model: 'a' }] },
      { fallbacks: [{ provider: 'openai', model: 'b' }] },
    ],
  };

  test.each(Object.values(changes).flat())('differs with %o', (change) => {
    expect(canonicalRequest('owner', { ...REQUEST, ...change } as ChatRequest)).not.toBe(CANONICAL);
  });

  test('is never the same for two different changes', () => {
    const all = Object.values(changes)
      .flat()
      .map((change) => canonicalRequest('owner', { ...REQUEST, ...change } as ChatRequest));
    expect(new Set(all).size).toBe(all.length);
  });

  test('does not take a part of one field for a part of the next', () => {
    const [first, second] = [
      canonicalRequest('owner', { ...REQUEST, provider: 'openai', model: '["a"]' }),
      canonicalRequest('owner","openai', { ...REQUEST, model: '["a"]' }),
    ];
    expect(first).not.toBe(second);
  });
});

test('the prompt is the last thing the user said', () => {
  expect(promptOf(REQUEST)).toBe('c');
  expect(promptOf({ ...REQUEST, messages: [{ role: 'assistant', content: 'b' }] })).toBe('');
});
