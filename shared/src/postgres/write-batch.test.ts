import { beforeEach, describe, expect, test, vi } from 'vitest';
import { useStores } from '@continuo/tests/support/use-stores';
import type { StoredEntry } from '../protocol/entry.ts';
import { PAGE_ENTRIES } from '../protocol/log-page.ts';
import type { TaskId } from '../protocol/task-id.ts';
import type { Postgres } from './connection.ts';
import { judgePostgresError } from './postgres-errors.ts';
import { readTaskLog } from './read-log.ts';
import { readProgress, readTaskRow } from './read-task.ts';
import {
  ACCEPTED,
  chunk,
  COMPLETED,
  makeOrigin,
  makePart,
  STARTED,
  storeDrafts,
} from './testing/make-part.ts';
import { writeBatch } from './write-batch.ts';

vi.setConfig({ testTimeout: 30_000 });
const stores = useStores();
let postgres: Postgres;

beforeEach(() => {
  postgres = stores.openPostgres();
});

async function readAll(taskId: TaskId): Promise<StoredEntry[]> {
  const all: StoredEntry[] = [];
  for (;;) {
    const page = await readTaskLog(postgres, taskId, all.length);
    if (page.tag === 'gone') throw new Error('gone');
    if (page.entries.length === 0) return all;
    all.push(...page.entries);
  }
}

async function count(table: string): Promise<number> {
  const rows = await postgres.run(({ sql }) => sql<{ count: number }[]>`select count(*) from ${sql(table)}`);
  return rows[0]?.count ?? 0;
}

describe('invariant 5: what is read back is what was written', () => {
  test('to the byte, for every kind of entry and text', async () => {
    const origin = makeOrigin();
    const texts = ['', 'naïve', '"\\"\n\t', '\u2028\u2029', '👩‍👩‍👧 🎉', '{},null', 'NULL', '\\x00', '{"a":[1]}'];
    const log = storeDrafts([
      ACCEPTED,
      STARTED,
      { type: 'provider_handle', handle: 'resp_"1"' },
      ...texts.map((text, i) => chunk(i, text)),
      { type: 'chunk', chunk_id: 99, text: 'with a cursor', provider_cursor: '17 "x" \\ ö' },
      { type: 'retry_scheduled', attempt: 2, code: 'provider_stalled', message: '"ö"', delay_ms: 5 },
      { type: 'cancel_requested' },
      COMPLETED,
    ]);
    expect(await writeBatch(postgres, [makePart(origin, log)])).toEqual([
      { taskId: origin.id, tag: 'written', seq: log.length },
    ]);
    expect(await readAll(origin.id)).toEqual(log);
  });

  test('also text that Postgres cannot hold, and fields that this version does not know', async () => {
    const origin = makeOrigin();
    const log = storeDrafts([ACCEPTED, STARTED, chunk(0, 'a\0b'), chunk(1, '\ud83d'), chunk(2, 'c')]);
    log.push({ ...chunkEntry(6), data: '{"chunk_id":3,"text":"d","logprob":-0.5}' });
    await writeBatch(postgres, [makePart(origin, log)]);
    expect(await readAll(origin.id)).toEqual(log);
  });

  test('page by page', async () => {
    const origin = makeOrigin();
    const chunks = Array.from({ length: PAGE_ENTRIES }, (_, i) => chunk(i, `${i} `));
    const log = storeDrafts([ACCEPTED, STARTED, ...chunks]);
    await writeBatch(postgres, [makePart(origin, log)]);
    const page = await readTaskLog(postgres, origin.id, 0);
    expect(page).toEqual({ tag: 'page', entries: log.slice(0, PAGE_ENTRIES) });
    expect(await readTaskLog(postgres, origin.id, PAGE_ENTRIES)).toEqual({
      tag: 'page',
      entries: log.slice(PAGE_ENTRIES),
    });
  });

  test('a task that nobody mirrored is gone, and so is what lies behind the head', async () => {
    const origin = makeOrigin();
    await writeBatch(postgres, [makePart(origin, storeDrafts([ACCEPTED]))]);
    expect(await readTaskLog(postgres, origin.id, 1)).toEqual({ tag: 'page', entries: [] });
    expect(await readTaskLog(postgres, makeOrigin().id, 0)).toEqual({ tag: 'gone' });
  });
});

function chunkEntry(seq: number): StoredEntry {
  const [entry] = storeDrafts([chunk(seq, 'x')], { afterSeq: seq - 1 });
  if (!entry) throw new Error('one entry');
  return entry;
}

describe('the row of a task', () => {
  test('keeps the request to the byte and says what the log says', async () => {
    const origin = makeOrigin({ request: '{ "b" : 1.0, "a":"\\u00e9" }', prompt: 'What\nis "x"?' });
    await writeBatch(postgres, [
      makePart(origin, storeDrafts([ACCEPTED, STARTED, chunk(0, 'a'), chunk(1, 'b'), COMPLETED])),
    ]);
    expect(await readTaskRow(postgres, origin.id)).toMatchObject({
      ...origin,
      seq: 5,
      epoch: 1,
      status: 'completed',
      chunksCount: 2,
      attempts: 1,
      finishReason: 'stop',
      inputTokens: 7,
      outputTokens: 11,
      usageEstimated: false,
      costUsd: 0.25,
      errorCode: null,
    });
  });

  test('grows with the log', async () => {
    const origin = makeOrigin();
    const log = storeDrafts([ACCEPTED, STARTED, chunk(0, 'a')]);
    const first = makePart(origin, log.slice(0, 1));
    await writeBatch(postgres, [first]);
    expect(await readTaskRow(postgres, origin.id)).toMatchObject({ seq: 1, status: 'queued' });
    const second = makePart(origin, log.slice(1), first.progress);
    await writeBatch(postgres, [{ ...second, origin: undefined }]);
    expect(await readProgress(postgres, origin.id)).toEqual(second.progress);
    expect(await readAll(origin.id)).toEqual(log);
  });

  test('never moves back: an older batch that comes late changes nothing', async () => {
    const origin = makeOrigin();
    const log = storeDrafts([ACCEPTED, STARTED, chunk(0, 'a'), COMPLETED]);
    const older = makePart(origin, log.slice(0, 2));
    await writeBatch(postgres, [makePart(origin, log)]);
    expect(await writeBatch(postgres, [older])).toEqual([{ taskId: origin.id, tag: 'written', seq: 4 }]);
    expect(await readTaskRow(postgres, origin.id)).toMatchObject({ seq: 4, status: 'completed' });
  });
});

describe('writing again', () => {
  test('the same batch changes nothing', async () => {
    const origin = makeOrigin();
    const log = storeDrafts([ACCEPTED, STARTED, chunk(0, 'a')]);
    const verdicts = await writeBatch(postgres, [makePart(origin, log)]);
    expect(await writeBatch(postgres, [makePart(origin, log)])).toEqual(verdicts);
    expect(await readAll(origin.id)).toEqual(log);
  });

  test('a batch that overlaps adds the rest', async () => {
    const origin = makeOrigin();
    const log = storeDrafts([ACCEPTED, STARTED, chunk(0, 'a'), chunk(1, 'b'), COMPLETED]);
    await writeBatch(postgres, [makePart(origin, log.slice(0, 3))]);
    await writeBatch(postgres, [makePart(origin, log)]);
    expect(await readAll(origin.id)).toEqual(log);
  });

  test('other content at a seq that is there is reported and changes nothing', async () => {
    const origin = makeOrigin();
    const log = storeDrafts([ACCEPTED, STARTED, chunk(0, 'a'), chunk(1, 'b')]);
    await writeBatch(postgres, [makePart(origin, log.slice(0, 3))]);
    const other = storeDrafts([ACCEPTED, STARTED, chunk(0, 'A'), chunk(1, 'b')]);
    expect(await writeBatch(postgres, [makePart(origin, other)])).toEqual([
      { taskId: origin.id, tag: 'diverged', seqs: [3] },
    ]);
    expect(await readAll(origin.id)).toEqual(log.slice(0, 3));
  });

  test('an event where a chunk is stored is reported, though they lie in different tables', async () => {
    const origin = makeOrigin();
    await writeBatch(postgres, [makePart(origin, storeDrafts([ACCEPTED, STARTED, chunk(0, 'a')]))]);
    const other = storeDrafts([ACCEPTED, STARTED, { type: 'cancelled' }]);
    expect(await writeBatch(postgres, [makePart(origin, other)])).toEqual([
      { taskId: origin.id, tag: 'diverged', seqs: [3] },
    ]);
  });

  test('one diverged task does not keep the others of its batch from being written', async () => {
    const [bad, good] = [makeOrigin(), makeOrigin()];
    await writeBatch(postgres, [makePart(bad, storeDrafts([ACCEPTED]))]);
    const verdicts = await writeBatch(postgres, [
      makePart(bad, storeDrafts([{ ...ACCEPTED, model: 'other' } as typeof ACCEPTED])),
      makePart(good, storeDrafts([ACCEPTED])),
    ]);
    expect(new Map(verdicts.map((verdict) => [verdict.taskId, verdict.tag]))).toEqual(
      new Map([
        [bad.id, 'diverged'],
        [good.id, 'written'],
      ]),
    );
  });
});

describe('a log is never left with a hole or a mixture', () => {
  test('a part behind a hole is refused', async () => {
    const origin = makeOrigin();
    const log = storeDrafts([ACCEPTED, STARTED, chunk(0, 'a'), chunk(1, 'b')]);
    await writeBatch(postgres, [makePart(origin, log.slice(0, 1))]);
    const [verdict] = await writeBatch(postgres, [makePart(origin, log.slice(2))]);
    expect(verdict).toEqual({ taskId: origin.id, tag: 'gap', seq: 1 });
    expect(await readAll(origin.id)).toEqual(log.slice(0, 1));
  });

  test('the rest of a task that was deleted meanwhile is refused', async () => {
    const origin = makeOrigin();
    const part = makePart(origin, storeDrafts([STARTED], { afterSeq: 1 }));
    const [verdict] = await writeBatch(postgres, [{ ...part, origin: undefined }]);
    expect(verdict).toEqual({ taskId: origin.id, tag: 'gap', seq: 0 });
    expect(await readTaskRow(postgres, origin.id)).toBeUndefined();
  });

  test('what a writer holds of a log that was rebuilt since is refused', async () => {
    const origin = makeOrigin();
    await writeBatch(postgres, [makePart(origin, storeDrafts([ACCEPTED, STARTED]))]);
    await postgres.run(({ sql }) => sql`update chat_tasks set incarnation = 1 where id = ${origin.id}`);
    const stale = storeDrafts([chunk(0, 'never seen')], { afterSeq: 2 });
    const [verdict] = await writeBatch(postgres, [makePart(origin, stale)]);
    expect(verdict).toEqual({ taskId: origin.id, tag: 'superseded' });
    const rebuilt = storeDrafts([chunk(0, 'again')], { afterSeq: 2, incarnation: 1 });
    const [again] = await writeBatch(postgres, [makePart(origin, rebuilt)]);
    expect(again).toMatchObject({ tag: 'written', seq: 3 });
  });

  test('writers that race on the same tasks end with one whole log of each', async () => {
    const origins = Array.from({ length: 20 }, () => makeOrigin());
    const chunks = Array.from({ length: 40 }, (_, i) => chunk(i, `${i}`));
    const log = storeDrafts([ACCEPTED, STARTED, ...chunks, COMPLETED]);
    const race = async (cut: number): Promise<void> => {
      for (let end = cut; end < log.length + cut; end += cut) {
        const parts = origins.map((origin) => makePart(origin, log.slice(0, end)));
        await writeBatch(postgres, parts);
      }
    };
    await Promise.all([race(7), race(11)]);
    for (const origin of origins) {
      expect(await readAll(origin.id)).toEqual(log);
      expect(await readTaskRow(postgres, origin.id)).toMatchObject({ seq: log.length, chunksCount: 40 });
    }
  });
});

describe('conversations', () => {
  test('one is named by its first prompt and dated by its newest task', async () => {
    const first = makeOrigin({ prompt: 'Why is the sky blue?\nTell me.', createdAt: 1_000 });
    const second = makeOrigin({
      conversationId: first.conversationId,
      prompt: 'And the sea?',
      createdAt: 2_000,
    });
    await writeBatch(postgres, [makePart(first, storeDrafts([ACCEPTED]))]);
    await writeBatch(postgres, [makePart(second, storeDrafts([ACCEPTED]))]);
    expect(await selectConversation(first.conversationId)).toEqual([
      { owner: 'alice', title: 'Why is the sky blue?', createdAt: 1_000, updatedAt: 2_000 },
    ]);
  });

  test('two tasks of a new one in one batch make one', async () => {
    const first = makeOrigin({ prompt: 'one', createdAt: 1_000 });
    const second = makeOrigin({ conversationId: first.conversationId, prompt: 'two', createdAt: 2_000 });
    await writeBatch(postgres, [
      makePart(second, storeDrafts([ACCEPTED])),
      makePart(first, storeDrafts([ACCEPTED])),
    ]);
    expect(await selectConversation(first.conversationId)).toEqual([
      { owner: 'alice', title: 'one', createdAt: 1_000, updatedAt: 2_000 },
    ]);
  });

  test("invariant 10: another owner's task with the same conversation id gets a conversation of its own", async () => {
    const mine = makeOrigin({ prompt: 'mine' });
    const theirs = makeOrigin({ conversationId: mine.conversationId, owner: 'bob', prompt: 'theirs' });
    await writeBatch(postgres, [makePart(mine, storeDrafts([ACCEPTED]))]);
    await writeBatch(postgres, [makePart(theirs, storeDrafts([ACCEPTED]))]);
    expect(await selectConversation(mine.conversationId)).toMatchObject([
      { owner: 'alice', title: 'mine' },
      { owner: 'bob', title: 'theirs' },
    ]);
  });

  test('deleting one deletes its tasks with their whole logs', async () => {
    const tables = ['chat_tasks', 'chat_chunks', 'task_events'];
    const before = await Promise.all(tables.map(count));
    const origin = makeOrigin();
    await writeBatch(postgres, [
      makePart(origin, storeDrafts([ACCEPTED, STARTED, chunk(0, 'a'), COMPLETED])),
    ]);
    await postgres.run(({ sql }) => sql`delete from conversations where id = ${origin.conversationId}`);
    expect(await Promise.all(tables.map(count))).toEqual(before);
  });

  async function selectConversation(id: string): Promise<unknown[]> {
    const rows = await postgres.run(
      ({ sql }) => sql`
        select owner, title, created_at as "createdAt", updated_at as "updatedAt"
          from conversations where id = ${id} order by owner`,
    );
    return [...rows];
  }
});

test('values that no table can hold are refused, and nothing of the batch is written', async () => {
  const [bad, good] = [makeOrigin({ owner: 'a\0b' }), makeOrigin()];
  const writing = writeBatch(postgres, [
    makePart(bad, storeDrafts([ACCEPTED])),
    makePart(good, storeDrafts([ACCEPTED])),
  ]);
  await expect(writing.catch(judgePostgresError)).resolves.toBe('refused');
  expect(await readTaskRow(postgres, good.id)).toBeUndefined();
});
