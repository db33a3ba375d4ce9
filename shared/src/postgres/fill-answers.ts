import { decodeEntry } from '../protocol/entry.ts';
import { answerText, emptyView, foldEntry } from '../protocol/fold-task.ts';
import type { TaskId } from '../protocol/task-id.ts';
import { cleanText } from '../protocol/text.ts';
import type { Postgres, Transaction } from './connection.ts';
import { selectEntries } from './read-log.ts';

/** Entries read of a log at a time. */
const PAGE_ENTRIES = 2_000;

/**
 * Stores the text of tasks that are over and have none yet, for searches and lists. Several may do so at once: each
 * takes tasks that nobody else has in hand.
 *
 * @returns how many it did; fewer than `countMax`: there were no more to be had
 */
export async function fillAnswers(postgres: Postgres, countMax: number): Promise<number> {
  return await postgres.transact(async (transaction) => {
    const tasks = await transaction<{ id: TaskId }[]>`
      select id from chat_tasks
       where answer is null and status in ('completed', 'failed', 'cancelled')
       order by id limit ${countMax} for update skip locked`;
    await Promise.all(
      tasks.map(async ({ id }) => {
        const answer = await readAnswer(transaction, id);
        await transaction`update chat_tasks set answer = ${answer} where id = ${id}`;
      }),
    );
    return tasks.length;
  });
}

async function readAnswer(transaction: Transaction, taskId: TaskId): Promise<string> {
  const view = emptyView();
  for (;;) {
    const entries = await selectEntries(transaction, taskId, view.seq, PAGE_ENTRIES);
    for (const entry of entries.map(decodeEntry)) foldEntry(view, entry);
    if (entries.length < PAGE_ENTRIES) return cleanText(answerText(view));
  }
}
