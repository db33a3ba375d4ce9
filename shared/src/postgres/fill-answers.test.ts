import { beforeEach, expect, test } from 'vitest';
import { useStores } from '@continuo/tests/support/use-stores';
import type { EntryDraft } from '../protocol/entry.ts';
import type { Postgres } from './connection.ts';
import { fillAnswers } from './fill-answers.ts';
import { readTaskRow } from './read-task.ts';
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
import { writeBatch } from './write-batch.ts';

const stores = useStores();
const FAILED: EntryDraft = { type: 'failed', code: 'provider_error', message: 'x', retryable: true };
let postgres: Postgres;

beforeEach(async () => {
  postgres = stores.openPostgres();
  await postgres.run(({ sql }) => sql`truncate conversations, chat_tasks cascade`);
});

async function store(drafts: readonly EntryDraft[], given: Partial<TaskOrigin> = {}): Promise<TaskOrigin> {
  const origin = makeOrigin(given);
  await writeBatch(postgres, [makePart(origin, storeDrafts([ACCEPTED, ...drafts]))]);
  return origin;
}

async function answerOf({ id }: TaskOrigin): Promise<string | null | undefined> {
  return (await readTaskRow(postgres, id))?.answer;
}

test('the text of a task that is over is stored: of the chunks that count, as far as they came', async () => {
  const restarted: EntryDraft = { ...STARTED, attempt: 2, kept_chunks: 1 } as EntryDraft;
  const whole = await store([
    STARTED,
    chunk(0, 'Blue '),
    chunk(1, 'is'),
    restarted,
    chunk(2, 'sky'),
    COMPLETED,
  ]);
  const cancelled = await store([STARTED, chunk(0, 'Bl'), { type: 'cancelled' }]);
  const silent = await store([STARTED, FAILED]);
  const running = await store([STARTED, chunk(0, 'Bl')]);

  expect(await fillAnswers(postgres, 10)).toBe(3);

  expect(await Promise.all([whole, cancelled, silent, running].map(answerOf))).toEqual([
    'Blue sky',
    'Bl',
    '',
    null,
  ]);
  expect(await fillAnswers(postgres, 10)).toBe(0);
});

test('several at once share the work, and do each task once', async () => {
  await Promise.all(
    Array.from({ length: 30 }, (_, i) => store([STARTED, chunk(0, `answer ${i}`), COMPLETED])),
  );
  const others = [stores.openPostgres(), stores.openPostgres()];
  let filled = 0;
  for (let round = 0; round < 20 && filled < 30; round += 1) {
    const counts = await Promise.all([postgres, ...others].map((each) => fillAnswers(each, 4)));
    filled += counts.reduce((sum, count) => sum + count, 0);
  }
  expect(filled).toBe(30);
});

test('a log of many pages is read whole', async () => {
  const chunks = Array.from({ length: 5_000 }, (_, i) => chunk(i, `${i} `));
  const long = await store([STARTED, ...chunks, COMPLETED]);
  await fillAnswers(postgres, 10);
  expect(await answerOf(long)).toBe(chunks.map((_, i) => `${i} `).join(''));
});

test('text that is the worst for a search index is stored', async () => {
  // Letters of four bytes, and no word twice.
  const letters = Array.from({ length: 1_024 }, (_, i) => String.fromCodePoint(0x20000 + i));
  const words = Array.from(
    { length: 120_000 },
    (_, i) => `${letters[i >> 10] ?? ''}${letters[i & 1_023] ?? ''}`,
  );
  const prompt = words.slice(0, 66_000).join(' ');
  const worst = await store(
    [STARTED, ...words.slice(66_000).map((word, i) => chunk(i, `${word} `)), COMPLETED],
    { prompt },
  );
  expect(await fillAnswers(postgres, 10)).toBe(1);
  expect(await answerOf(worst)).toHaveLength(54_000 * 5);
});
