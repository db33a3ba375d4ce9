import { expect, test } from 'vitest';
import type { OutboxMessage } from '../../conversation/outbox/outbox-message.ts';
import { listUnbegun } from './list-unbegun.ts';

const message = (key: string, conversationId: string, more: Partial<OutboxMessage> = {}): OutboxMessage => ({
  key,
  conversationId,
  prompt: `What of\n${key}?`,
  provider: 'simulator',
  model: 'sim-writer',
  createdAt: 1_000,
  parent: null,
  call: { kind: 'generate', request: { conversation_id: conversationId, prompt: 'What?' } },
  ...more,
});

test('a conversation of which nothing was taken is named after its first message', () => {
  expect(listUnbegun([message('a', 'c_1'), message('b', 'c_1', { parent: 'a' })])).toEqual([
    { id: 'c_1', title: 'What of a?', isPinned: false, updatedAt: 1_000, lastTurn: undefined },
  ]);
});

test('a message behind a turn that there is, or in place of one, begins no conversation', () => {
  const again = { kind: 'generate', request: { regenerate_of: 't0_1' } } as const;
  expect(
    listUnbegun([message('a', 'c_1', { parent: 't0_1' }), message('b', 'c_2', { call: again })]),
  ).toEqual([]);
});
