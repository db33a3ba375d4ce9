import { and, desc, eq, gte, lt, sql, type SQL } from 'drizzle-orm';
import type { ListQuery, ListReply } from '../protocol/http-api.ts';
import type { Postgres } from './connection.ts';
import { toTsquery } from './find-hits.ts';
import { formatListToken, parseListToken, type ListToken } from './list-token.ts';
import { chatTasks } from './schema.ts';
import { matchBeginning } from './search-words.ts';

export type TaskList = { tag: 'page'; reply: ListReply } | { tag: 'invalid_before' };

/** Characters of a prompt in a list; a page of whole prompts could be 40 MB. */
const LISTED_PROMPT_CHARS_MAX = 1_000;

const summary = {
  task_id: chatTasks.id,
  conversation_id: chatTasks.conversationId,
  status: chatTasks.status,
  provider: chatTasks.provider,
  model: chatTasks.model,
  prompt: sql<string>`left(${chatTasks.prompt}, ${LISTED_PROMPT_CHARS_MAX})`,
  cached: chatTasks.cached,
  attempt: chatTasks.attempts,
  created_at: chatTasks.createdAt,
  finished_at: chatTasks.finishedAt,
  worker: chatTasks.worker,
  started_at: chatTasks.startedAt,
  first_chunk_at: chatTasks.firstChunkAt,
  chunks_count: chatTasks.chunksCount,
  output_tokens: chatTasks.outputTokens,
  cost_usd: chatTasks.costUsd,
  error_code: chatTasks.errorCode,
  parent_task_id: chatTasks.parentTaskId,
  origin_task_id: chatTasks.originTaskId,
  batch_id: chatTasks.batchId,
  batch_line: chatTasks.batchLine,
};

/** One page of the owner's tasks, newest first (invariant 10: nobody else's). */
export async function listTasks(postgres: Postgres, owner: string, query: ListQuery): Promise<TaskList> {
  const before = query.before === undefined ? undefined : parseListToken(query.before);
  if (query.before !== undefined && !before) return { tag: 'invalid_before' };

  const search = query.text === undefined ? undefined : await readSearch(postgres, query.text);
  if (search === 'no words') return { tag: 'page', reply: { tasks: [], next_before: null } };
  const rows = await postgres.run(({ drizzle }) =>
    drizzle
      .select(summary)
      .from(chatTasks)
      .where(and(eq(chatTasks.owner, owner), ...filters(query), search, before && olderThan(before)))
      .orderBy(desc(chatTasks.createdAt), desc(chatTasks.id))
      .limit(query.limit + 1),
  );
  const tasks = rows.slice(0, query.limit);
  const last = tasks.at(-1);
  const hasMore = rows.length > query.limit;
  return {
    tag: 'page',
    reply: {
      tasks,
      next_before: hasMore && last ? formatListToken({ createdAt: last.created_at, id: last.task_id }) : null,
    },
  };
}

async function readSearch(postgres: Postgres, typed: string): Promise<SQL | 'no words'> {
  const tsquery = await toTsquery(postgres, typed);
  return tsquery === '' ? 'no words' : containWords(matchBeginning(tsquery, typed));
}

/**
 * Each of these but the last two has an index of its own that ends with the order of the list, so that any of them alone
 * is read in order; of several, one is, and what it finds is filtered. The times are a range of whichever index is read.
 */
function filters(query: ListQuery): (SQL | undefined)[] {
  return [
    query.status && eq(chatTasks.status, query.status),
    query.provider && eq(chatTasks.provider, query.provider),
    query.model === undefined ? undefined : eq(chatTasks.model, query.model),
    query.cached && eq(chatTasks.cached, query.cached === 'true'),
    query.worker === undefined ? undefined : eq(chatTasks.worker, query.worker),
    query.conversation_id === undefined
      ? undefined
      : sql`${chatTasks.conversationId} = ${query.conversation_id}`,
    query.batch_id === undefined ? undefined : ofBatch(query.batch_id),
    query.from === undefined ? undefined : gte(chatTasks.createdAt, query.from),
    query.to === undefined ? undefined : lt(chatTasks.createdAt, query.to),
  ];
}

/** The tasks of a batch belong to one conversation, which is named like it, and are in order there. */
function ofBatch(batchId: string): SQL {
  const conversationId = batchId.replace(/^b_/, 'c_');
  return sql`${chatTasks.conversationId} = ${conversationId} and ${chatTasks.batchId} = ${batchId}`;
}

/** Characters of a prompt that are looked at while it is not in the search column. */
const UNSEARCHED_PROMPT_CHARS = 10_000;

/**
 * The words of a task are in its search column once it is over and its answer was read. Until then its prompt is looked
 * at: the tasks for which that is so are few, and each of the two kinds of them has an index. Then they are sorted.
 */
function containWords(tsquery: string): SQL {
  const inPrompt = sql`to_tsvector('simple', left(${chatTasks.prompt}, ${UNSEARCHED_PROMPT_CHARS})) @@ ${tsquery}::tsquery`;
  return sql`(search @@ ${tsquery}::tsquery
    or (${chatTasks.status} in ('queued', 'running') and ${inPrompt})
    or (${chatTasks.answer} is null and ${chatTasks.status} in ('completed', 'failed', 'cancelled') and ${inPrompt}))`;
}

function olderThan({ createdAt, id }: ListToken): SQL {
  return sql`(${chatTasks.createdAt}, ${chatTasks.id}) < (${createdAt}, ${id})`;
}
