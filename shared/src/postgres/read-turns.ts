import type { TaskId } from '../protocol/task-id.ts';
import type { Pool, Postgres } from './connection.ts';
import type { ConversationRef } from './delete-conversation.ts';
import type { ListToken } from './list-token.ts';
import type { TaskRow } from './schema.ts';

/** A turn of a conversation: its task, without its request. */
export type TurnRow = Pick<
  TaskRow,
  | 'id'
  | 'parentTaskId'
  | 'originTaskId'
  | 'status'
  | 'provider'
  | 'model'
  | 'cached'
  | 'attempts'
  | 'prompt'
  | 'answer'
  | 'seq'
  | 'finishReason'
  | 'inputTokens'
  | 'cachedInputTokens'
  | 'outputTokens'
  | 'reasoningTokens'
  | 'usageEstimated'
  | 'costUsd'
  | 'errorCode'
  | 'errorMessage'
  | 'createdAt'
  | 'finishedAt'
> & {
  /** The answer is longer than what is given of it. */
  isCut: boolean;
};

export interface TurnPage {
  turns: TurnRow[];
  hasMore: boolean;
}

/** Characters of an answer that are read with many others. */
const SHOWN_ANSWER_CHARS_MAX = 500_000;
/** Bytes of prompts and answers in a page; a turn that is longer by itself is a page by itself. */
const PAGE_BYTES_MAX = 4_000_000;
/** Turns above one another. */
const BRANCH_MAX = 10_000;

type Sql = Pool['sql'];

function turnColumns(sql: Sql, answerCharsMax: number) {
  return sql`
    id, parent_task_id as "parentTaskId", origin_task_id as "originTaskId", status, provider, model, cached, attempts,
    prompt, left(answer, ${answerCharsMax}::int) as answer, coalesce(length(answer) > ${answerCharsMax}::int, false) as "isCut",
    seq, finish_reason as "finishReason", input_tokens as "inputTokens", cached_input_tokens as "cachedInputTokens",
    output_tokens as "outputTokens", reasoning_tokens as "reasoningTokens", usage_estimated as "usageEstimated",
    cost_usd as "costUsd", error_code as "errorCode", error_message as "errorMessage", created_at as "createdAt",
    finished_at as "finishedAt"`;
}

/** A page of the turns of a conversation, of all branches, newest first. */
export async function listTurns(
  postgres: Postgres,
  { owner, conversationId }: ConversationRef,
  limit: number,
  before: ListToken | undefined,
): Promise<TurnPage> {
  const rows = await postgres.run(
    ({ sql }) => sql<(TurnRow & { newestCount: number })[]>`
      with newest as (
        select * from chat_tasks
         where owner = ${owner} and conversation_id = ${conversationId}
               ${before ? sql`and (created_at, id) < (${before.createdAt}, ${before.id})` : sql``}
         order by created_at desc, id desc limit ${limit + 1}),
      sized as (
        select *, row_number() over newer as place, count(*) over () as newest_count,
               sum(octet_length(prompt) + coalesce(octet_length(answer), 0)) over newer as bytes
          from newest window newer as (order by created_at desc, id desc))
      select ${turnColumns(sql, SHOWN_ANSWER_CHARS_MAX)}, newest_count as "newestCount"
        from sized where place <= ${limit} and (place = 1 or bytes <= ${PAGE_BYTES_MAX})
       order by created_at desc, id desc`,
  );
  const turns = rows.map(({ newestCount: _count, ...turn }) => turn);
  return { turns, hasMore: (rows[0]?.newestCount ?? 0) > turns.length };
}

/** A turn and all that it answers, the first of them first. Empty: it is none of this conversation. */
export async function listBranch(
  postgres: Postgres,
  { owner, conversationId }: ConversationRef,
  leaf: TaskId,
): Promise<TaskId[]> {
  const rows = await postgres.run(
    ({ sql }) => sql<{ id: TaskId }[]>`
      with recursive branch as (
        select id, parent_task_id, 1 as depth from chat_tasks
         where id = ${leaf} and owner = ${owner} and conversation_id = ${conversationId}
        union all
        select parent.id, parent.parent_task_id, depth + 1
          from branch join chat_tasks as parent on parent.id = branch.parent_task_id
         where parent.owner = ${owner} and parent.conversation_id = ${conversationId} and depth < ${BRANCH_MAX})
      select id from branch order by depth desc`,
  );
  return rows.map((row) => row.id);
}

/** Whole turns, in the order of the ids; those that are not there are left out. */
export async function readTurns(postgres: Postgres, taskIds: readonly TaskId[]): Promise<TurnRow[]> {
  const WHOLE = 2_147_483_647;
  const rows = await postgres.run(
    ({ sql }) => sql<TurnRow[]>`
      select ${turnColumns(sql, WHOLE)} from chat_tasks where id = any(${`{${taskIds.join(',')}}`}::text[])`,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return taskIds.flatMap((taskId) => byId.get(taskId) ?? []);
}
