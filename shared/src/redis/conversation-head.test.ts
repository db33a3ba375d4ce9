import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { makeConversationId, makeTaskId, type ConversationId, type TaskId } from '../protocol/task-id.ts';
import {
  forgetConversation,
  noteTurn,
  readConversationHead,
  setConversationSystem,
  type ConversationHead,
} from './conversation-head.ts';
import { conversationKey } from './keys.ts';
import { useRedis } from './testing/use-redis.ts';

const store = useRedis();
const OWNER = 'somebody';
const [first, second, third] = [0, 1, 2].map(() => makeTaskId(0, randomUUID())) as [TaskId, TaskId, TaskId];
let conversationId: ConversationId;

beforeEach(() => {
  conversationId = makeConversationId(randomUUID());
});

function read(): Promise<ConversationHead> {
  return readConversationHead(store.redis, OWNER, conversationId);
}

async function note(taskId: TaskId, previous?: TaskId, system?: string): Promise<void> {
  await noteTurn(store.redis, OWNER, { conversationId, taskId }, { previous, system });
}

test('nothing is known of a conversation that was never noted, or of another owner’s', async () => {
  const nothing = { head: undefined, previous: undefined, system: undefined };
  expect(await read()).toEqual(nothing);
  await note(first);
  expect(await readConversationHead(store.redis, 'another', conversationId)).toEqual(nothing);
});

test('the head is the turn that was noted last, with the one that was known before', async () => {
  await note(first, undefined, 'Be brief.');
  expect(await read()).toEqual({ head: first, previous: undefined, system: 'Be brief.' });
  await note(second, first, 'Be brief.');
  await note(third, second, 'Be brief.');
  expect(await read()).toEqual({ head: third, previous: second, system: 'Be brief.' });
});

test('a turn does not undo the system text that was set while it was planned', async () => {
  await note(first, undefined, 'as it was');
  await setConversationSystem(store.redis, OWNER, conversationId, 'as it is');
  await note(second, first, 'as it was');
  expect((await read()).system).toBe('as it is');
  await setConversationSystem(store.redis, OWNER, conversationId, undefined);
  await note(third, second, 'as it was');
  expect((await read()).system).toBe('');
});

test('a first turn begins anew, whatever one that was never submitted had left', async () => {
  await note(first, undefined, 'of the one that was refused');
  await note(second, undefined);
  expect(await read()).toEqual({ head: second, previous: undefined, system: '' });
});

test('it is forgotten at once when asked to, and by itself some days after its last use', async () => {
  await note(first);
  const lifeMs = await store.redis.pttl(conversationKey(OWNER, conversationId));
  expect(lifeMs).toBeGreaterThan(24 * 3_600_000);
  await forgetConversation(store.redis, OWNER, conversationId);
  expect(await store.redis.exists(conversationKey(OWNER, conversationId))).toBe(0);
});
