import { expect, test } from 'vitest';
import { formatConversationToken, parseConversationToken } from './conversation-token.ts';

test('a token names the place it was made of', () => {
  const id = 'c_019aa0c25f3e7d1cb0a1c2d3e4f50618';
  for (const place of [
    { pinned: true, updatedAt: 1_700_000_000_000, id },
    { pinned: false, updatedAt: 0, id },
  ] as const) {
    expect(parseConversationToken(formatConversationToken(place))).toEqual(place);
  }
});

test.each(['', 'nonsense', '1.2.c_3', Buffer.from("1.2.c_';--").toString('base64url')])(
  'anything else is none: %j',
  (text) => {
    expect(parseConversationToken(text)).toBeUndefined();
  },
);
