import { expect, test } from 'vitest';
import type { Offer } from '../config.ts';
import { parseLine } from './parse-line.ts';

const offer: Offer = {
  providers: ['simulator'],
  defaultProvider: 'simulator',
  defaultModel: 'sim-writer',
  allowedModels: undefined,
};

const asked = { provider: 'simulator', model: 'sim-writer', messages: [{ role: 'user', content: 'Why?' }] };

function openAiLine(body: object, rest: object = {}): object {
  return { custom_id: 'a', method: 'POST', url: '/v1/chat/completions', body, ...rest };
}

function faultsOf(value: unknown): string[] {
  const parsed = parseLine(value, {}, offer);
  return parsed.tag === 'faults' ? parsed.faults.map(({ pointer }) => pointer) : [];
}

test.each([
  ['a prompt', 'Why?', undefined],
  ['a request of this API', { custom_id: 'a', prompt: 'Why?' }, 'a'],
  [
    'a line of OpenAI’s batch format',
    openAiLine({
      model: 'sim-writer',
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Why?' }] }],
    }),
    'a',
  ],
])('takes %s', (_form, value, customId) => {
  expect(parseLine(value, {}, offer)).toEqual({ tag: 'line', customId, request: asked, cacheable: true });
});

test('takes from OpenAI’s format what shapes the answer', () => {
  const body = {
    model: 'sim-writer',
    messages: [
      { role: 'developer', content: 'Be short.' },
      { role: 'user', content: 'Why?' },
    ],
    max_completion_tokens: 7,
    temperature: 0.5,
    user: 'someone',
  };
  expect(parseLine(openAiLine(body), {}, offer)).toMatchObject({
    request: { ...asked, system: 'Be short.', max_tokens: 7, temperature: 0.5 },
  });
});

test('fills in the defaults where a line does not say', () => {
  const defaults = { temperature: 0.1, max_tokens: 9, cache: false };
  expect(parseLine({ prompt: 'Why?', temperature: 1 }, defaults, offer)).toMatchObject({
    request: { ...asked, temperature: 1, max_tokens: 9 },
    cacheable: false,
  });
});

test.each([
  ['a number', 7, ['']],
  ['a list', ['Why?'], ['']],
  ['nothing asked', {}, ['/prompt']],
  ['an unknown field', { prompt: 'Why?', stream: true }, ['/stream']],
  ['an empty custom_id', { custom_id: '', prompt: 'Why?' }, ['/custom_id']],
  ['two faults at once', { custom_id: 7, prompt: '' }, ['/custom_id', '/prompt']],
  [
    'a conversation',
    { prompt: 'Why?', conversation_id: 'c_019aa0c25f3e7d1cb0a1c2d3e4f50618' },
    ['/conversation_id'],
  ],
  ['a model that is not on offer', { prompt: 'Why?', model: 'gpt-9' }, ['/model']],
  [
    'another OpenAI route',
    openAiLine({ model: 'sim-writer', messages: [] }, { url: '/v1/embeddings' }),
    ['/url'],
  ],
  ['no messages', openAiLine({ model: 'sim-writer', messages: [] }), ['/body/messages', '/body/messages']],
  [
    'what OpenAI takes and we do not pass on',
    openAiLine({ model: 'sim-writer', messages: [{ role: 'user', content: 'a' }], top_p: 1 }),
    ['/body/top_p'],
  ],
  [
    'an OpenAI model that is not on offer',
    openAiLine({ model: 'gpt-9', messages: [{ role: 'user', content: 'a' }] }),
    ['/body/model'],
  ],
])('points at the fault: %s', (_fault, value, pointers) => {
  expect(faultsOf(value)).toEqual(pointers);
});
