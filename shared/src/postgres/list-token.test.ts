import { expect, test } from 'vitest';
import { formatListToken, parseListToken } from './list-token.ts';

const TOKEN = { createdAt: 1_700_000_000_000, id: 't0_019aa0c25f3e7d1cb0a1c2d3e4f50617' } as const;

test('a token is read back as it was written', () => {
  expect(parseListToken(formatListToken(TOKEN))).toEqual(TOKEN);
});

test.each(['', 'x', '48', '%00', 'MTIz', Buffer.from('1.t0_x').toString('base64url'), '../..', '\0'])(
  'the text %j is no token',
  (text) => {
    expect(parseListToken(text)).toBeUndefined();
  },
);
