import { beforeEach, describe, expect, test } from 'vitest';
import { conversationReplySchema, type ConversationReply } from '@continuo/shared/protocol/conversation-api';
import type { Postgres } from '@continuo/shared/postgres/connection';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { Redis } from '@continuo/shared/redis/connection';
import { useStores } from '@continuo/tests/support/use-stores';
import { expireTask, mirrorTask } from '../testing/mirror-task.ts';
import { getJson, mirrorTurns, patch, tellTurn } from '../testing/tell-turns.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { openAnswer } from '../testing/write-answer.ts';

const stores = useStores();
const NEVER_WAS = 'c_019aa0c25f3e7d1cb0a1c2d3e4f50618';
let gateway: TestGateway;
let redis: Redis;
let postgres: Postgres;

beforeEach(async () => {
  gateway = await startTestGateway(stores);
  redis = stores.openRedis();
  postgres = stores.openPostgres();
});

async function read(id: string, query = ''): Promise<ConversationReply> {
  return conversationReplySchema.strict().parse(await getJson(gateway, `/api/conversations/${id}${query}`));
}

function idsOf({ turns }: ConversationReply): string[] {
  return turns.map((turn) => turn.task_id);
}

/** A first turn, two that answer it, and one that answers the second of these. */
async function tellTree() {
  const root = await tellTurn(gateway, redis, { prompt: 'One', system: 'Be brief.' }, 'first');
  const { conversation_id } = root;
  const left = await tellTurn(gateway, redis, { prompt: 'Two', conversation_id }, 'left');
  const edited = { prompt: 'Two, edited', conversation_id, parent_task_id: root.task_id };
  const right = await tellTurn(gateway, redis, edited, 'right');
  const leaf = await tellTurn(gateway, redis, { prompt: 'Three', conversation_id }, 'leaf');
  const ids = [root, left, right, leaf].map((turn) => turn.task_id);
  return { conversation_id, root, left, right, leaf, ids };
}

describe('a conversation', () => {
  test('that was accepted a moment ago is there before Postgres knows it', async () => {
    const { task_id, conversation_id } = await gateway.accept({ prompt: 'Why?\nNow.', system: 'Be brief.' });
    const reply = await read(conversation_id);
    expect(reply).toMatchObject({ conversation_id, title: 'Why?', pinned: false, system: 'Be brief.' });
    expect(reply.turns).toMatchObject([{ task_id, parent_task_id: null, status: 'queued', answer: '' }]);
  });

  test('has the text so far of a turn that is being written, and the seq that it goes up to', async () => {
    const { task_id, conversation_id } = await gateway.accept({ prompt: 'Why?' });
    const answer = await openAnswer(redis, task_id);
    await answer.write('Be', 'cause');
    expect((await read(conversation_id)).turns).toMatchObject([
      { status: 'running', answer: 'Because', seq: 4 },
    ]);
    await mirrorTask(redis, postgres, task_id);
    await answer.write(' of it');
    expect((await read(conversation_id)).turns).toMatchObject([{ answer: 'Because of it', seq: 5 }]);
    await answer.complete();
    expect((await read(conversation_id)).turns).toMatchObject([
      { status: 'completed', answer: 'Because of it', finish_reason: 'stop', usage: { output_tokens: 11 } },
    ]);
  });

  test('is a tree of turns, the same from Redis, from both, and from Postgres', async () => {
    const { conversation_id, ids, root, right, left, leaf } = await tellTree();
    const fresh = await read(conversation_id);
    expect(fresh.turns.map(({ task_id, parent_task_id }) => [task_id, parent_task_id])).toContainEqual([
      right.task_id,
      root.task_id,
    ]);
    await mirrorTurns(redis, postgres, ids);
    const mirrored = await read(conversation_id);
    expect(mirrored.turns.map((turn) => [turn.task_id, turn.parent_task_id, turn.answer])).toEqual([
      [leaf.task_id, right.task_id, 'leaf'],
      [right.task_id, root.task_id, 'right'],
      [left.task_id, root.task_id, 'left'],
      [root.task_id, null, 'first'],
    ]);
    for (const turn of fresh.turns) expect(mirrored.turns).toContainEqual(turn);
    for (const taskId of ids) await expireTask(redis, taskId);
    expect(await read(conversation_id)).toEqual(mirrored);
  });

  test('with turns in both stores has each once, page by page', async () => {
    const { conversation_id, ids } = await tellTree();
    for (const taskId of ids.slice(0, 3)) await mirrorTask(redis, postgres, taskId);
    const first = await read(conversation_id, '?limit=3');
    const second = await read(conversation_id, `?limit=3&before=${first.next_before}`);
    expect([...idsOf(first), ...idsOf(second)]).toEqual(ids.toReversed());
    expect(second.next_before).toBeNull();
  });

  test('has shorter pages when its turns are long', async () => {
    const ids: TaskId[] = [];
    let conversation_id: string | undefined;
    for (let i = 0; i < 4; i += 1) {
      const body = { prompt: `Turn ${i}`, ...(conversation_id && { conversation_id, parent_task_id: null }) };
      const turn = await tellTurn(gateway, redis, body);
      ids.push(turn.task_id);
      conversation_id = turn.conversation_id;
    }
    await mirrorTurns(redis, postgres, ids);
    await postgres.run(({ sql }) => sql`update chat_tasks set answer = repeat('x', 1500000)`);
    const first = await read(conversation_id ?? '');
    expect(first.turns).toHaveLength(2);
    expect(first.turns[0]).toMatchObject({ is_cut: true });
    expect(first.turns[0]?.answer).toHaveLength(500_000);
    const second = await read(conversation_id ?? '', `?before=${first.next_before}`);
    expect([...idsOf(first), ...idsOf(second)]).toEqual(ids.toReversed());
  });

  test('that nobody has told is unknown, as one of another owner is', async () => {
    const { conversation_id } = await gateway.accept({ prompt: 'Why?' });
    const theirs = await startTestGateway(stores);
    for (const url of [
      `${gateway.url}/api/conversations/${NEVER_WAS}`,
      `${gateway.url}/api/conversations/nonsense`,
      `${theirs.url}/api/conversations/${conversation_id}`,
      `${theirs.url}/api/conversations/${conversation_id}/export`,
    ]) {
      const response = await fetch(url);
      expect([response.status, await response.json()]).toMatchObject([404, { code: 'unknown_conversation' }]);
    }
  });
});

describe('a change', () => {
  test('of title, pin and system text stays', async () => {
    const { conversation_id, ids } = await tellTree();
    await mirrorTurns(redis, postgres, ids);
    const change = { title: '  Numbers ', pinned: true, system: 'Be long.' };
    const response = await patch(gateway, `/api/conversations/${conversation_id}`, change);
    expect(response.status).toBe(200);
    const changed = { title: 'Numbers', pinned: true, system: 'Be long.' };
    expect(await response.json()).toMatchObject({ conversation_id, ...changed });
    expect(await read(conversation_id)).toMatchObject(changed);
    await patch(gateway, `/api/conversations/${conversation_id}`, { system: null });
    expect(await read(conversation_id)).toMatchObject({ title: 'Numbers', pinned: true, system: null });
  });

  test('of what Postgres does not know yet is kept when the persister comes to it', async () => {
    const { task_id, conversation_id } = await gateway.accept({ prompt: 'Why?' });
    const response = await patch(gateway, `/api/conversations/${conversation_id}`, { title: 'Renamed' });
    expect([response.status, await response.json()]).toMatchObject([200, { title: 'Renamed' }]);
    await mirrorTask(redis, postgres, task_id);
    expect(await read(conversation_id)).toMatchObject({ title: 'Renamed', turns: [{ task_id }] });
  });

  test('of the system text is what the next turn is asked with', async () => {
    const { conversation_id, root } = await tellTree();
    await mirrorTurns(redis, postgres, [root.task_id]);
    await patch(gateway, `/api/conversations/${conversation_id}`, { system: 'In verse.' });
    const { task_id } = await gateway.accept({ prompt: 'Four', conversation_id });
    const status = await getJson<{ request: unknown }>(gateway, `/api/workflows/${task_id}/status`);
    expect(JSON.stringify(status)).toContain('In verse.');
  });

  test.each([
    ['nothing', {}],
    ['a blank title', { title: '  ' }],
    ['a title that is too long', { title: 'x'.repeat(201) }],
    ['half a letter', { title: '\ud83d' }],
    ['a pin that is none', { pinned: 'yes' }],
    ['a field that is none', { name: 'x' }],
  ])('is refused: %s', async (_name, body) => {
    const { conversation_id } = await gateway.accept({ prompt: 'Why?' });
    expect((await patch(gateway, `/api/conversations/${conversation_id}`, body)).status).toBe(422);
    expect(await read(conversation_id)).toMatchObject({ title: 'Why?', pinned: false });
  });

  test('of what is not there is refused', async () => {
    const response = await patch(gateway, `/api/conversations/${NEVER_WAS}`, { pinned: true });
    expect([response.status, await response.json()]).toMatchObject([404, { code: 'unknown_conversation' }]);
  });
});

describe('an export', () => {
  test('is the branch of the newest turn as Markdown, wherever its turns are', async () => {
    const { conversation_id, root, right, ids } = await tellTree();
    const markdown = [
      '# One',
      '## System\n\nBe brief.',
      '## User\n\nOne\n\n## Assistant (sim-writer)\n\nfirst',
      '## User\n\nTwo, edited\n\n## Assistant (sim-writer)\n\nright',
      '## User\n\nThree\n\n## Assistant (sim-writer)\n\nleaf\n',
    ].join('\n\n');
    const exportText = async (): Promise<string> => {
      const response = await fetch(`${gateway.url}/api/conversations/${conversation_id}/export`);
      expect(response.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
      expect(response.headers.get('content-disposition')).toBe(
        `attachment; filename="${conversation_id}.md"`,
      );
      return await response.text();
    };
    expect(await exportText()).toBe(markdown);
    await mirrorTurns(redis, postgres, [root.task_id, right.task_id]);
    expect(await exportText()).toBe(markdown);
    await mirrorTurns(redis, postgres, ids);
    expect(await exportText()).toBe(markdown);
  });

  test('as JSON is what the API shows, of the branch that is asked for', async () => {
    const { conversation_id, root, left, ids } = await tellTree();
    await mirrorTurns(redis, postgres, ids);
    const path = `/api/conversations/${conversation_id}/export?format=json&leaf=${left.task_id}`;
    const exported = await getJson<ConversationReply>(gateway, path);
    const shown = await read(conversation_id);
    expect(idsOf(exported)).toEqual([root.task_id, left.task_id]);
    for (const turn of exported.turns) expect(shown.turns).toContainEqual(turn);
    expect(exported).toMatchObject({ conversation_id, title: 'One', system: 'Be brief.' });
  });

  test('says of an answer that is not whole how it ended', async () => {
    const { task_id, conversation_id } = await gateway.accept({ prompt: 'Why?' });
    const answer = await openAnswer(redis, task_id);
    await answer.write('Be');
    await answer.giveUp();
    const response = await fetch(`${gateway.url}/api/conversations/${conversation_id}/export`);
    expect(await response.text()).toContain('Be\n\n_(failed: too much)_\n');
  });

  test('of a leaf that is none of its turns is refused', async () => {
    const { conversation_id } = await gateway.accept({ prompt: 'Why?' });
    const { task_id } = await gateway.accept({ prompt: 'Another' });
    const path = `/api/conversations/${conversation_id}/export?leaf=${task_id}`;
    const response = await fetch(gateway.url + path);
    expect([response.status, await response.json()]).toMatchObject([404, { code: 'unknown_task' }]);
  });
});
