import { randomUUID } from 'node:crypto';
import { useStores } from '@continuo/tests/support/use-stores';
import type { Postgres } from '@continuo/shared/postgres/connection';
import { readTaskLog } from '@continuo/shared/postgres/read-log';
import { readTaskRow } from '@continuo/shared/postgres/read-task';
import {
  ACCEPTED,
  AT,
  chunk,
  COMPLETED,
  makeOrigin,
  makePart,
  STARTED,
  storeDrafts,
} from '@continuo/shared/postgres/testing/make-part';
import type { TaskOrigin } from '@continuo/shared/postgres/task-progress';
import { writeBatch } from '@continuo/shared/postgres/write-batch';
import type { EntryDraft } from '@continuo/shared/protocol/entry';
import type { BatchId, ConversationId, TaskId } from '@continuo/shared/protocol/task-id';
import { beforeEach, describe, expect, test } from 'vitest';
import { sweepOld, type Retention } from './sweep-old.ts';

const DAY_MS = 86_400_000;
/** Everything written here is two days old. */
const NOW = AT + 2 * DAY_MS;
const FOR_EVER: Retention = {
  tasks: undefined,
  logs: undefined,
  batches: undefined,
  conversations: undefined,
};
const OVER: EntryDraft[] = [ACCEPTED, STARTED, chunk(0, 'a'), chunk(1, 'b'), COMPLETED];
const RUNNING = OVER.slice(0, -1);

const stores = useStores();
let postgres: Postgres;

beforeEach(async () => {
  postgres = stores.openPostgres();
  await postgres.run(({ sql }) => sql`truncate conversations, chat_tasks, batches cascade`);
});

async function write(drafts: readonly EntryDraft[], given: Partial<TaskOrigin> = {}): Promise<TaskId> {
  const origin = makeOrigin(given);
  await writeBatch(postgres, [makePart(origin, storeDrafts(drafts))]);
  return origin.id;
}

async function writeMany(total: number): Promise<void> {
  const parts = Array.from({ length: total }, () => makePart(makeOrigin(), storeDrafts(OVER)));
  await writeBatch(postgres, parts);
}

async function sweep(retention: Partial<Retention>, nowMs = NOW) {
  return await sweepOld(postgres, { ...FOR_EVER, ...retention }, nowMs);
}

async function count(table: string): Promise<number> {
  const rows = await postgres.run(({ sql }) => sql<{ count: number }[]>`select count(*) from ${sql(table)}`);
  return rows[0]?.count ?? 0;
}

async function fillAnswers(): Promise<void> {
  await postgres.run(({ sql }) => sql`update chat_tasks set answer = 'ab'`);
}

describe('tasks', () => {
  test('past their retention go with their logs, and the conversations that are empty then', async () => {
    await write(OVER);
    expect(await sweep({ tasks: 3 })).toMatchObject({ deleted: { tasks: 0 }, isDone: true });
    await sweep({ tasks: 1 });
    const tables = ['chat_tasks', 'chat_chunks', 'task_events', 'conversations'];
    expect(await Promise.all(tables.map(count))).toEqual([0, 0, 0, 0]);
  });

  test('that are not over stay, and so does their conversation', async () => {
    const task = await write(RUNNING);
    await sweep({ tasks: 1, conversations: 1, logs: 1 });
    expect(await readTaskRow(postgres, task)).toMatchObject({ status: 'running' });
    expect(await count('conversations')).toBe(1);
    expect(await readTaskLog(postgres, task, 0)).toMatchObject({ tag: 'page' });
  });

  test('of a pinned conversation stay, with it and their logs', async () => {
    const task = await write(OVER);
    await fillAnswers();
    await postgres.run(({ sql }) => sql`update conversations set pinned = true`);
    await sweep({ tasks: 1, conversations: 1, logs: 1 });
    expect(await readTaskLog(postgres, task, 0)).toMatchObject({ tag: 'page' });
    expect(await count('conversations')).toBe(1);
  });

  test('are kept for ever where nothing is configured', async () => {
    await write(OVER);
    await sweep({}, NOW + 36_500 * DAY_MS);
    expect(await count('chat_tasks')).toBe(1);
  });
});

test('logs past their retention go; what was asked and answered stays', async () => {
  const [task, withoutAnswer] = [await write(OVER), await write(OVER)];
  await postgres.run(({ sql }) => sql`update chat_tasks set answer = 'ab' where id = ${task}`);
  expect(await sweep({ logs: 1 })).toMatchObject({ deleted: { logs: 1 } });
  expect(await readTaskRow(postgres, task)).toMatchObject({
    status: 'completed',
    answer: 'ab',
    prompt: 'Why?',
  });
  expect(await readTaskLog(postgres, task, 0)).toEqual({ tag: 'gone' });
  // The text of the other is not taken from its log yet.
  expect(await readTaskLog(postgres, withoutAnswer, 0)).toMatchObject({ tag: 'page' });
  expect(await sweep({ logs: 1 })).toMatchObject({ deleted: { logs: 0 } });
});

test('conversations that nobody went on with go with all their turns; others stay whole', async () => {
  const [unused, used] = [makeOrigin().conversationId, makeOrigin().conversationId];
  for (const conversationId of [unused, used]) {
    await write(OVER, { conversationId });
    await write(OVER, { conversationId });
  }
  await write(OVER, { conversationId: used, createdAt: NOW });
  await sweep({ conversations: 1 });
  const left = await postgres.run(
    ({ sql }) => sql<{ conversation_id: ConversationId }[]>`select conversation_id from chat_tasks`,
  );
  expect(left.map((row) => row.conversation_id)).toEqual([used, used, used]);
  expect(await count('conversations')).toBe(1);
});

test('batches past their retention go with their lines, tasks and conversation; open ones stay', async () => {
  const writeLine = async (drafts: readonly EntryDraft[]): Promise<BatchId> => {
    const batchHex = randomUUID().replaceAll('-', '');
    const batchId: BatchId = `b_${batchHex}`;
    const [, ...others] = drafts;
    const accepted = { ...ACCEPTED, batch_id: batchId, batch_line: 1 } as EntryDraft;
    await write([accepted, ...others], { conversationId: `c_${batchHex}` });
    return batchId;
  };
  const over = await writeLine(OVER);
  const open = await writeLine(OVER);
  await postgres.run(async ({ sql }) => {
    await sql`insert into batches (id, owner, name, status, concurrency, total, created_at, finished_at) values
      (${over}, 'alice', '', 'completed', 1, 1, ${AT}, ${AT}), (${open}, 'alice', '', 'running', 1, 1, ${AT}, null)`;
    await sql`insert into batch_lines (batch_id, line, request) values (${over}, 1, '{}'), (${open}, 1, '{}')`;
  });
  await sweep({ tasks: 1, conversations: 1 });
  expect(await count('chat_tasks')).toBe(2);
  await sweep({ batches: 1 });
  const tables = ['batches', 'batch_lines', 'chat_tasks', 'conversations'];
  expect(await Promise.all(tables.map(count))).toEqual([1, 1, 1, 1]);
});

describe('invariant 11: a round', () => {
  test('does so much and leaves the rest to the next', async () => {
    await writeMany(1_050);
    expect(await sweep({ tasks: 1 })).toMatchObject({ deleted: { tasks: 1_000 }, isDone: false });
    expect(await sweep({ tasks: 1 })).toMatchObject({ isDone: true });
    expect(await count('chat_tasks')).toBe(0);
  });

  test('of several persisters at once deletes each row once, and none waits for another', async () => {
    await writeMany(120);
    const [first, second] = await Promise.all([sweep({ logs: 1, tasks: 1 }), sweep({ logs: 1, tasks: 1 })]);
    expect(await count('chat_tasks')).toBe(0);
    expect(await count('conversations')).toBe(0);
    // Tasks and conversations.
    expect((first?.deleted.tasks ?? 0) + (second?.deleted.tasks ?? 0)).toBe(240);
  });

  test('leaves what somebody else has locked to a later one', async () => {
    const [locked, free] = [await write(OVER), await write(OVER)];
    await postgres.transact(async (transaction) => {
      await transaction`select id from chat_tasks where id = ${locked} for update`;
      await sweepOld(stores.openPostgres(), { ...FOR_EVER, tasks: 1 }, NOW);
    });
    expect(await readTaskRow(postgres, free)).toBeUndefined();
    expect(await readTaskRow(postgres, locked)).toBeDefined();
    await sweep({ tasks: 1 });
    expect(await count('chat_tasks')).toBe(0);
  });
});
