import { expect, test } from 'vitest';
import { canonicalRequest } from '@continuo/shared/protocol/chat-request';
import type { GenerateRequest } from '@continuo/shared/protocol/http-api';
import type { Offer } from '../config.ts';
import { normaliseRequest } from './normalise-request.ts';

const OFFER: Offer = {
  providers: ['simulator'],
  defaultProvider: 'simulator',
  defaultModel: 'sim-writer',
  allowedModels: undefined,
};
const normalise = (body: GenerateRequest) => normaliseRequest(body, OFFER);
const user = (content: string) => ({ role: 'user' as const, content });
const system = (content: string) => ({ role: 'system' as const, content });

test.each([
  ['a prompt and a user message', { prompt: 'a' }, { messages: [user('a')] }],
  ['system and a system message', { prompt: 'a', system: 's' }, { messages: [system('s'), user('a')] }],
  [
    'system in one or in two',
    { prompt: 'a', system: 's\n\nt' },
    { system: 's', messages: [system('t'), user('a')] },
  ],
  [
    'a default and the same said aloud',
    { prompt: 'a' },
    { prompt: 'a', provider: 'simulator' as const, model: 'sim-writer' },
  ],
])('the same question is the same request: %s', (_name, one, other) => {
  expect(canonicalRequest('o', normalise(one))).toBe(canonicalRequest('o', normalise(other)));
});

test('what was not given is not made up', () => {
  expect(normalise({ prompt: 'a' })).toEqual({
    provider: 'simulator',
    model: 'sim-writer',
    messages: [user('a')],
  });
});

test('texts are taken to the letter', () => {
  const text = ' \u0301e\u2028\u202E 🎼 \t';
  expect(normalise({ prompt: text }).messages).toEqual([user(text)]);
});

test('a system message behind others is refused where it stands', () => {
  const body = { messages: [system('s'), user('a'), system('t'), user('b')] };
  expect(() => normalise(body)).toThrow(
    expect.objectContaining({
      problem: expect.objectContaining({
        errors: [{ pointer: '/messages/2/role', detail: 'system messages must come before all others' }],
      }),
    }),
  );
});

test('who else may be asked is kept in order, and must be on offer as well', () => {
  const fallbacks = [{ provider: 'simulator' as const, model: 'sim-claude' }];
  expect(normalise({ prompt: 'a', fallbacks })).toMatchObject({ fallbacks });
  const foreign = [...fallbacks, { provider: 'openai' as const, model: 'm' }];
  expect(() => normalise({ prompt: 'a', fallbacks: foreign })).toThrow(
    expect.objectContaining({
      problem: expect.objectContaining({
        code: 'unknown_model',
        errors: [expect.objectContaining({ pointer: '/fallbacks/1/provider' })],
      }),
    }),
  );
});
