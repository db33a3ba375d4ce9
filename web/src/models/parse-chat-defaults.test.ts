import { expect, test } from 'vitest';
import { parseChatDefaults } from './parse-chat-defaults.ts';

test('what was kept is what there is again', () => {
  const kept = { provider: 'simulator', model: 'sim-writer', temperature: 0, maxTokens: 500, cache: false };
  expect(parseChatDefaults(JSON.stringify(kept))).toEqual(kept);
});

test.each([
  [undefined, {}],
  ['no json', {}],
  ['null', {}],
  ['[1]', {}],
  ['{"model":"alone"}', {}],
  ['{"temperature":2.5,"maxTokens":0.5,"cache":"no"}', {}],
  ['{"temperature":-1,"maxTokens":100}', { maxTokens: 100 }],
])('of %s the part counts that is of use', (text, expected) => {
  expect(parseChatDefaults(text)).toEqual(expected);
});
