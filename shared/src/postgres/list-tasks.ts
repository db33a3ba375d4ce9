import { and, desc, eq, sql, type SQL } from 'drizzle-orm';
import type { ListQuery, ListReply } from '../protocol/http-api.ts';
import type { Postgres } from './connection.ts';
import { formatListToken, parseListToken, type ListToken } from './list-token.ts';
import { chatTasks } from './schema.ts';

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
};

/** One page of the owner's tasks, newest first (invariant 10: nobody else's). */
export async function listTasks(postgres: Postgres, owner: string, query: ListQuery): Promise<TaskList> {
  const before = query.before === undefined ? undefined : parseListToken(query.before);
  if (query.before !== undefined && !before) return { tag: 'invalid_before' };

  const rows = await postgres.run(({ drizzle }) =>
    drizzle
      .select(summary)
      .from(chatTasks)
      .where(and(eq(chatTasks.owner, owner), ...filters(query), before && olderThan(before)))
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

function filters(query: ListQuery): (SQL | undefined)[] {
  return [
    query.status && eq(chatTasks.status, query.status),
    query.provider && eq(chatTasks.provider, query.provider),
    query.model === undefined ? undefined : eq(chatTasks.model, query.model),
    query.cached && eq(chatTasks.cached, query.cached === 'true'),
    query.conversation_id === undefined
      ? undefined
      : sql`${chatTasks.conversationId} = ${query.conversation_id}`,
  ];
}

function olderThan({ createdAt, id }: ListToken): SQL {
  return sql`(${chatTasks.createdAt}, ${chatTasks.id}) < (${createdAt}, ${id})`;
}
