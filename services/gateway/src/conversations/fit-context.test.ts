import { describe, expect, test } from 'vitest';
import type { ChatMessage, ChatRequest } from '@continuo/shared/protocol/chat-request';
import { fitContext } from './fit-context.ts';

const WINDOW_CHARS = 128_000 * 4;

/** Turns of prompts and answers of as many characters, and a last prompt. */
function makeRequest(turns: number, chars: number, rest: Partial<ChatRequest> = {}): ChatRequest {
  const messages = Array.from({ length: turns }, (_, i): ChatMessage[] => [
    { role: 'user', content: `${i} `.padEnd(chars, 'q') },
    { role: 'assistant', content: `${i} `.padEnd(chars, 'a') },
  ]).flat();
  return {
    provider: 'simulator',
    model: 'sim-writer@tps=10',
    messages: [...messages, { role: 'user', content: 'now?' }],
    ...rest,
  };
}

describe('a request that its model takes', () => {
  test.each(['all', 'fit'] as const)('stays as it is, with history %s', (mode) => {
    const request = makeRequest(2, 10, { system: 'Be brief.' });
    expect(fitContext(request, mode)).toEqual({ tag: 'fits', request, droppedTurns: 0 });
  });

  test('may be of any length up to our own bound where nobody knows the model’s', () => {
    const request = makeRequest(4, 160_000, { provider: 'openai', model: 'my-own' });
    expect(fitContext(request, 'all')).toMatchObject({ tag: 'fits' });
    const longer = makeRequest(7, 160_000, { provider: 'openai', model: 'my-own' });
    expect(fitContext(longer, 'all')).toEqual({
      tag: 'too_long',
      detail: 'about 560001 tokens are more than the 500000 that a request may have',
    });
  });
});

describe('a request that is too long', () => {
  const request = makeRequest(4, 96_000, { system: 'Be brief.' });

  test('is refused with the limit and the estimate', () => {
    expect(fitContext(request, 'all')).toEqual({
      tag: 'too_long',
      detail: 'about 192004 tokens are more than the 128000 that sim-writer@tps=10 takes',
    });
  });

  test('loses with fit its oldest turns whole, as many as needed, and nothing else', () => {
    expect(fitContext(request, 'fit')).toEqual({
      tag: 'fits',
      request: { ...request, messages: request.messages.slice(4) },
      droppedTurns: 2,
    });
  });

  test('has to leave room for the tokens that the answer may have', () => {
    const fitted = fitContext({ ...request, max_tokens: 60_000 }, 'fit');
    expect(fitted).toMatchObject({ tag: 'fits', droppedTurns: 3 });
    expect(fitContext({ ...makeRequest(0, 0), max_tokens: 128_000 }, 'all')).toEqual({
      tag: 'too_long',
      detail:
        'about 1 tokens and 128000 for the answer are more than the 128000 that sim-writer@tps=10 takes',
    });
  });

  test('is refused with fit, too, when what must stay is too long', () => {
    const long = makeRequest(3, 10, { system: 's'.repeat(WINDOW_CHARS) });
    expect(fitContext(long, 'fit')).toMatchObject({ tag: 'too_long' });
  });

  test('may be so by the number of its messages', () => {
    expect(fitContext(makeRequest(500, 10), 'all')).toEqual({
      tag: 'too_long',
      detail: '1001 messages are more than the 1000 that a request may have',
    });
    expect(fitContext(makeRequest(500, 10), 'fit')).toMatchObject({ tag: 'fits', droppedTurns: 1 });
  });
});
