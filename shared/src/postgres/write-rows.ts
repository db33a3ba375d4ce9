import { getTableColumns } from 'drizzle-orm';
import type { ChatRequest } from '../protocol/chat-request.ts';
import type { TaskId } from '../protocol/task-id.ts';
import { cleanText } from '../protocol/text.ts';
import type { Transaction } from './connection.ts';
import type { MirrorHead } from './judge-part.ts';
import type { ChunkRow, EventRow } from './log-rows.ts';
import { chatTasks } from './schema.ts';
import type { TaskOrigin, TaskProgress } from './task-progress.ts';
import { titleOf } from './title.ts';

/**
 * The statements of a batch. Each is one for any number of rows and always the same text, so that it is planned
 * once: the log goes as an array for each column, the few and wide task rows as one JSON document.
 */

const TASK_COLUMNS = Object.entries(getTableColumns(chatTasks)).map(
  ([key, column]) => [key, column.name] as const,
);

/** JSON for `json_populate_recordset`: an object for each row, by the names of the columns. */
function taskRowsJson(rows: readonly (TaskProgress & Partial<TaskOrigin>)[]): string {
  return JSON.stringify(
    rows.map((row: Record<string, unknown>) =>
      Object.fromEntries(TASK_COLUMNS.map(([key, name]) => [name, row[key]])),
    ),
  );
}

/** An array literal (Postgres manual, section 8.15) of values that need no quoting. */
function arrayOf(values: readonly (number | TaskId)[]): string {
  return `{${values.join(',')}}`;
}

/** The same of any text. */
function textArrayOf(texts: readonly (string | null)[]): string {
  const quoted = texts.map((text) => (text === null ? 'null' : `"${text.replaceAll(/["\\]/g, '\\$&')}"`));
  return `{${quoted.join(',')}}`;
}

/** Adds the tasks that are not there, and returns which those were. Those of deleted conversations stay away. */
export async function insertTasks(
  transaction: Transaction,
  rows: readonly (TaskOrigin & TaskProgress)[],
): Promise<ReadonlySet<TaskId>> {
  if (rows.length === 0) return new Set();
  const names = TASK_COLUMNS.map(([, name]) => name);
  const inserted = await transaction<{ id: TaskId }[]>`
    insert into chat_tasks (${transaction(names)})
    select ${transaction(names)}
      from json_populate_recordset(null::chat_tasks, ${taskRowsJson(rows)}::text::json) as given
     where not exists (select from deleted_conversations as deleted
                        where deleted.owner = given.owner and deleted.id = given.conversation_id)
        on conflict (id) do nothing returning id`;
  return new Set(inserted.map((row) => row.id));
}

function systemOf({ request }: TaskOrigin): string | null {
  const { system } = JSON.parse(request) as ChatRequest;
  return system === undefined ? null : cleanText(system);
}

/** Adds the conversations that are neither there nor deleted, as their first turn tells, and dates the others. */
export async function upsertConversations(
  transaction: Transaction,
  origins: readonly (TaskOrigin & Pick<TaskProgress, 'batchId'>)[],
): Promise<void> {
  if (origins.length === 0) return;
  await transaction`
    insert into conversations (owner, id, title, system, batch_id, created_at, updated_at)
    select distinct on (owner, id) owner, id, title, system, batch_id, created_at, max(created_at) over (partition by owner, id)
      from unnest(${textArrayOf(origins.map((origin) => origin.owner))}::text[],
                  ${textArrayOf(origins.map((origin) => origin.conversationId))}::text[],
                  ${textArrayOf(origins.map((origin) => titleOf(origin.prompt)))}::text[],
                  ${textArrayOf(origins.map((origin) => systemOf(origin)))}::text[],
                  ${textArrayOf(origins.map((origin) => origin.batchId))}::text[],
                  ${arrayOf(origins.map((origin) => origin.createdAt))}::bigint[])
        as given (owner, id, title, system, batch_id, created_at)
     where not exists (select from deleted_conversations as deleted
                        where deleted.owner = given.owner and deleted.id = given.id)
     order by owner, id, created_at
        on conflict (owner, id) do update set updated_at = excluded.updated_at
     where conversations.updated_at < excluded.updated_at`;
}

/** The ends of these logs. Holds the rows until the commit: nobody else adds to the logs meanwhile. */
export async function lockHeads(
  transaction: Transaction,
  taskIds: readonly TaskId[],
): Promise<ReadonlyMap<TaskId, MirrorHead>> {
  const rows = await transaction<(MirrorHead & { id: TaskId })[]>`
    select id, seq, incarnation, status from chat_tasks
     where id = any(${arrayOf(taskIds)}::text[]) order by id for update`;
  return new Map(rows.map((row) => [row.id, row]));
}

/** Moves rows forward to where their logs are now; never back. */
export async function updateTasks(
  transaction: Transaction,
  rows: readonly (TaskProgress & { id: TaskId })[],
): Promise<void> {
  if (rows.length === 0) return;
  await transaction`
    update chat_tasks as stored
       set seq = given.seq, incarnation = given.incarnation, epoch = given.epoch, status = given.status,
           provider = given.provider, model = given.model, worker = given.worker, cached = given.cached,
           source_task_id = given.source_task_id, attempts = given.attempts,
           takeovers = given.takeovers, retries = given.retries,
           cancel_requested = given.cancel_requested, chunks_count = given.chunks_count,
           started_at = given.started_at, first_chunk_at = given.first_chunk_at, finished_at = given.finished_at,
           finish_reason = given.finish_reason, input_tokens = given.input_tokens,
           cached_input_tokens = given.cached_input_tokens, output_tokens = given.output_tokens,
           reasoning_tokens = given.reasoning_tokens, usage_estimated = given.usage_estimated,
           saved_output_tokens = given.saved_output_tokens, cost_usd = given.cost_usd, error_code = given.error_code, error_message = given.error_message
      from json_populate_recordset(null::chat_tasks,
             ${taskRowsJson(rows)}::text::json) as given
     where stored.id = given.id and stored.seq < given.seq and stored.incarnation <= given.incarnation`;
}

/** Adds chunks that are not there; one that is fails the whole transaction. */
export async function insertChunks(transaction: Transaction, rows: readonly ChunkRow[]): Promise<void> {
  if (rows.length === 0) return;
  await transaction`
    insert into chat_chunks (task_id, seq, incarnation, epoch, at, chunk_id, text, provider_cursor)
    select * from unnest(${arrayOf(rows.map((row) => row.taskId))}::text[],
                         ${arrayOf(rows.map((row) => row.seq))}::int[],
                         ${arrayOf(rows.map((row) => row.incarnation))}::int[],
                         ${arrayOf(rows.map((row) => row.epoch))}::int[],
                         ${arrayOf(rows.map((row) => row.at))}::bigint[],
                         ${arrayOf(rows.map((row) => row.chunkId))}::int[],
                         ${textArrayOf(rows.map((row) => row.text))}::text[],
                         ${textArrayOf(rows.map((row) => row.providerCursor))}::text[])`;
}

/** Adds events that are not there; one that is fails the whole transaction. */
export async function insertEvents(transaction: Transaction, rows: readonly EventRow[]): Promise<void> {
  if (rows.length === 0) return;
  await transaction`
    insert into task_events (task_id, seq, incarnation, epoch, at, type, data)
    select * from unnest(${arrayOf(rows.map((row) => row.taskId))}::text[],
                         ${arrayOf(rows.map((row) => row.seq))}::int[],
                         ${arrayOf(rows.map((row) => row.incarnation))}::int[],
                         ${arrayOf(rows.map((row) => row.epoch))}::int[],
                         ${arrayOf(rows.map((row) => row.at))}::bigint[],
                         ${textArrayOf(rows.map((row) => row.type))}::text[], ${textArrayOf(rows.map((row) => row.data))}::text[])`;
}
