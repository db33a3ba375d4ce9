import { beforeEach, describe, expect, test } from 'vitest';
import { useStores } from '@continuo/tests/support/use-stores';
import type { Postgres } from './connection.ts';
import { beginDeletion, deleteRows, endDeletion, type ConversationRef } from './delete-conversation.ts';
import type { TaskOrigin } from './task-progress.ts';
import {
  ACCEPTED,
  chunk,
  COMPLETED,
  makeOrigin,
  makePart,
  STARTED,
  storeDrafts,
} from './testing/make-part.ts';
import { listUnfinished, raiseIncarnation } from './unfinished-tasks.ts';
import { writeBatch } from './write-batch.ts';

const stores = useStores();
const DAY_MS = 24 * 3_600_000;
const ref: ConversationRef = { owner: 'alice', conversationId: 'c_019aa0c25f3e7d1cb0a1c2d3e4f50618' };
let postgres: Postgres;

beforeEach(async () => {
  postgres = stores.openPostgres();
  await postgres.run(
    ({ sql }) => sql`truncate conversations, chat_tasks, chat_chunks, deleted_conversations cascade`,
  );
});

function newTurn(given: Partial<TaskOrigin> = {}): TaskOrigin {
  return makeOrigin({ ...ref, requestHash: 'hash', ...given });
}

function write(postgresOf: Postgres, origin: TaskOrigin, isOver = true) {
  const drafts = [ACCEPTED, STARTED, chunk(0, 'text'), ...(isOver ? [COMPLETED] : [])];
  return writeBatch(postgresOf, [makePart(origin, storeDrafts(drafts))]);
}

async function countRows(): Promise<number[]> {
  return await postgres.run(async ({ sql }) => {
    const tables = ['conversations', 'chat_tasks', 'chat_chunks', 'task_events'];
    return await Promise.all(
      tables.map(async (table) => {
        const [row] = await sql<{ count: number }[]>`select count(*)::int as count from ${sql(table)}`;
        return row?.count ?? 0;
      }),
    );
  });
}

const remove = async (): Promise<void> => {
  await beginDeletion(postgres, ref, false, Date.now());
  await deleteRows(postgres, ref);
  await endDeletion(postgres, ref, Date.now());
};

describe('a deletion', () => {
  test('knows the tasks until it is done, and takes those that run with its first step', async () => {
    const [over, running] = [newTurn(), newTurn()];
    await write(postgres, over);
    await write(postgres, running, false);
    const tasks = [over, running].map(({ id }) => ({ taskId: id, requestHash: 'hash' }));
    const byId = (a: { taskId: string }, b: { taskId: string }) => (a.taskId < b.taskId ? -1 : 1);
    for (let again = 0; again < 2; again += 1) {
      const known = await beginDeletion(postgres, ref, false, Date.now());
      expect(known?.toSorted(byId)).toEqual(tasks.toSorted(byId));
    }
    expect(await listUnfinished(postgres, '', 10)).toEqual([]);
    expect(
      await raiseIncarnation(postgres, { ...running, seq: 3, incarnation: 0, cached: false }, 1),
    ).toBeUndefined();
    await deleteRows(postgres, ref);
    await endDeletion(postgres, ref, Date.now());
    expect(await countRows()).toEqual([0, 0, 0, 0]);
    expect(await beginDeletion(postgres, ref, false, Date.now())).toEqual([]);
  });

  test('of a conversation of many turns takes them all, and nobody else’s', async () => {
    for (let i = 0; i < 120; i += 1) await write(postgres, newTurn());
    await write(postgres, newTurn({ owner: 'bob' }));
    await write(postgres, newTurn({ conversationId: 'c_2' }));
    await remove();
    expect(await countRows()).toEqual([2, 2, 2, 6]);
  });

  test('of what nobody knows is none; of what Redis alone knows is one', async () => {
    expect(await beginDeletion(postgres, ref, false, Date.now())).toBeUndefined();
    expect(await write(postgres, newTurn())).toMatchObject([{ tag: 'written' }]);
    await postgres.run(({ sql }) => sql`truncate conversations, chat_tasks, chat_chunks cascade`);
    expect(await beginDeletion(postgres, ref, true, Date.now())).toEqual([]);
  });

  test('of the conversation of a batch is none', async () => {
    await write(postgres, newTurn());
    await postgres.run(({ sql }) => sql`update conversations set batch_id = 'b_1'`);
    expect(await beginDeletion(postgres, ref, true, Date.now())).toBeUndefined();
    expect((await countRows())[1]).toBe(1);
  });

  test('is forgotten after a day, by the next', async () => {
    await remove();
    await postgres.run(
      ({ sql }) => sql`insert into deleted_conversations (owner, id, deleted_at) values ('a', 'c', 0)`,
    );
    await beginDeletion(postgres, ref, true, Date.now() - 2 * DAY_MS);
    await endDeletion(postgres, ref, Date.now() - DAY_MS / 2);
    const [row] = await postgres.run(
      ({ sql }) =>
        sql<{ owners: string }[]>`select string_agg(owner, ',') as owners from deleted_conversations`,
    );
    expect(row?.owners ?? '').toBe('');
  });
});

describe('what is written after a deletion', () => {
  test('of a new task is refused, and the others of the batch are stored', async () => {
    await write(postgres, newTurn());
    await remove();
    const [late, other] = [newTurn(), newTurn({ conversationId: 'c_2' })];
    const parts = [late, other].map((origin) => makePart(origin, storeDrafts([ACCEPTED, STARTED])));
    const verdicts = await writeBatch(postgres, parts);
    expect(verdicts).toContainEqual({ taskId: late.id, tag: 'deleted' });
    expect(verdicts).toContainEqual({ taskId: other.id, tag: 'written', seq: 2 });
    expect(await countRows()).toEqual([1, 1, 0, 2]);
  });

  test('of a task that was there is refused', async () => {
    const turn = newTurn();
    await write(postgres, turn, false);
    await remove();
    const part = makePart(turn, storeDrafts([COMPLETED], { afterSeq: 3 }));
    expect(await writeBatch(postgres, [part])).toEqual([{ taskId: turn.id, tag: 'gap', seq: 0 }]);
    expect(await countRows()).toEqual([0, 0, 0, 0]);
  });

  test('at the same time is deleted or refused: nothing stays', async () => {
    const writers = [stores.openPostgres(), stores.openPostgres(), stores.openPostgres()];
    for (let round = 0; round < 10; round += 1) {
      await postgres.run(({ sql }) => sql`truncate deleted_conversations`);
      const writing = writers.flatMap((writer) => Array.from({ length: 5 }, () => write(writer, newTurn())));
      await beginDeletion(postgres, ref, true, Date.now());
      await deleteRows(postgres, ref);
      await Promise.all(writing);
      expect(await countRows()).toEqual([0, 0, 0, 0]);
    }
  });
});
