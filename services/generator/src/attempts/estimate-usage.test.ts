import { expect, test } from 'vitest';
import { estimateUsage } from './estimate-usage.ts';

test('a usage that was never told is estimated from the text, and says so', () => {
  const request = {
    provider: 'openai' as const,
    model: 'm',
    system: 'x'.repeat(10),
    messages: [{ role: 'user' as const, content: 'x'.repeat(31) }],
  };
  expect(estimateUsage(request, 'x'.repeat(9))).toEqual({
    input_tokens: 11,
    cached_input_tokens: 0,
    output_tokens: 3,
    reasoning_tokens: 0,
    estimated: true,
  });
});
