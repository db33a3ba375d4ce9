import { describe, expect, test } from 'vitest';
import { judgeLine, judgePrompt } from './judge-line.ts';

const openAi = (body: object, rest: object = {}): string =>
  JSON.stringify({ custom_id: 'a', method: 'POST', url: '/v1/chat/completions', body, ...rest });
const user = (content: unknown) => ({ role: 'user', content });

describe('a line that can be sent', () => {
  test.each([
    ['a prompt', '"Why?"', { characters: 4, prompt: 'Why?' }],
    [
      'a request',
      '{"custom_id":"a","prompt":"Why?","model":"m","max_tokens":9,"system":"Be short."}',
      { customId: 'a', model: 'm', maxTokens: 9, characters: 13, prompt: 'Why?' },
    ],
    [
      'OpenAI’s batch format',
      openAi({
        model: 'm',
        messages: [{ role: 'developer', content: 'Be short.' }, user([{ type: 'text', text: 'Why?' }])],
        max_completion_tokens: 7,
        metadata: { a: 'b' },
      }),
      { customId: 'a', model: 'm', maxTokens: 7, characters: 13, prompt: 'Why?' },
    ],
  ])('is %s', (_, text, line) => {
    expect(judgeLine(text)).toEqual({ ok: true, line });
  });

  test('is any text in a list of prompts', () => {
    expect(judgePrompt('{"not": json')).toMatchObject({ ok: true, line: { prompt: '{"not": json' } });
  });
});

describe('a line that cannot', () => {
  test.each([
    ['Why?', 'not_json', undefined],
    ['7', 'not_a_request', undefined],
    ['["Why?"]', 'not_a_request', undefined],
    ['{}', 'no_prompt', undefined],
    ['""', 'empty_text', undefined],
    ['{"prompt":"a","messages":[]}', 'prompt_and_messages', undefined],
    ['{"messages":[]}', 'no_messages', undefined],
    ['{"messages":[{"role":"assistant","content":"a"}]}', 'last_not_user', undefined],
    ['{"messages":[{"role":"user"}]}', 'bad_value', 'messages'],
    ['{"prompt":"a","stream":true}', 'unknown_field', 'stream'],
    ['{"prompt":"a","conversation_id":"c"}', 'conversation_field', 'conversation_id'],
    ['{"prompt":"a","temperature":3}', 'bad_value', 'temperature'],
    ['{"prompt":"a","max_tokens":1.5}', 'bad_value', 'max_tokens'],
    ['{"prompt":"a","cache":"yes"}', 'bad_value', 'cache'],
    ['{"prompt":"a","custom_id":7}', 'bad_custom_id', undefined],
    ['{"prompt":"a","custom_id":""}', 'bad_custom_id', undefined],
    [openAi({ messages: [user('a')], top_p: 1 }), 'unknown_field', 'top_p'],
    [openAi({ messages: [user('a')] }, { url: '/v1/embeddings' }), 'bad_value', 'url'],
    [openAi({ messages: [] }), 'no_messages', undefined],
    [JSON.stringify('a'.repeat(200_001)), 'long_text', undefined],
    [JSON.stringify('ä'.repeat(150_000)), 'too_long', undefined],
  ])('%.60s: %s', (text, reason, about) => {
    expect(judgeLine(text)).toEqual({ ok: false, reason, about });
  });
});
