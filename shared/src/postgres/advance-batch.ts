import type { BatchId, TaskId } from '../protocol/task-id.ts';
import type { Postgres, Transaction } from './connection.ts';

/** A line that is about to be submitted. */
export interface LineRun {
  batchId: BatchId;
  owner: string;
  line: number;
  /** Number of this run of the line, from 1. */
  run: number;
  /** The chat request as JSON text. */
  request: string;
  cacheable: boolean;
}

interface LockedBatch {
  owner: string;
  status: string;
  concurrency: number;
  running: number;
  waiting: number;
}

/**
 * One step of a batch, in one transaction: counts the lines whose tasks have ended, gives their room to the next
 * ones, and ends the batch behind the last. Lines are claimed with the names of their tasks before they are
 * submitted: whoever dies in between leaves lines without a task, which anybody can submit. A batch that somebody
 * else is moving is left to him.
 *
 * @param nameRun always the same id for the same run
 * @returns how many lines ended or were claimed
 */
export async function advanceBatch(
  postgres: Postgres,
  id: BatchId,
  nowMs: number,
  nameRun: (run: LineRun) => TaskId,
): Promise<number> {
  return await postgres.transact(async (transaction) => {
    const [locked] = await transaction<LockedBatch[]>`
      select owner from batches
       where id = ${id} and finished_at is null and accepted_at is not null for update skip locked`;
    if (!locked) return 0;
    const ended = await countEnded(transaction, id);
    const [batch = locked] = await transaction<LockedBatch[]>`
      select owner, status, concurrency, running,
             total - running - completed - failed - cancelled as waiting
        from batches where id = ${id}`;
    const claimed = await claimLines(transaction, id, batch, nameRun);
    if (batch.running + batch.waiting === 0) await endBatch(transaction, id, nowMs);
    return ended + claimed;
  });
}

/** The mirror of a task is the word on its line: what is counted here is in Postgres whole. */
async function countEnded(transaction: Transaction, id: BatchId): Promise<number> {
  const [counted] = await transaction<{ ended: number }[]>`
    with ended as (
      update batch_lines as line set status = task.status::text::batch_line_status
        from chat_tasks as task
       where line.batch_id = ${id} and line.status = 'running' and task.id = line.task_id
         and task.status in ('completed', 'failed', 'cancelled')
      returning task.status, task.cached, task.attempts, task.input_tokens, task.output_tokens, task.cost_usd
    ), sums as (
      select count(*)::int as ended,
             (count(*) filter (where status = 'completed'))::int as completed,
             (count(*) filter (where status = 'completed' and cached))::int as cached,
             (count(*) filter (where status = 'failed'))::int as failed,
             (count(*) filter (where status = 'cancelled'))::int as cancelled,
             coalesce(sum(input_tokens), 0)::bigint as input_tokens,
             coalesce(sum(output_tokens), 0)::bigint as output_tokens,
             coalesce(sum(cost_usd), 0) as cost_usd,
             (count(*) filter (where cost_usd is null and attempts > 0))::int as unpriced
        from ended
    )
    update batches as batch
       set running = batch.running - sums.ended, completed = batch.completed + sums.completed,
           cached = batch.cached + sums.cached, failed = batch.failed + sums.failed,
           cancelled = batch.cancelled + sums.cancelled, input_tokens = batch.input_tokens + sums.input_tokens,
           output_tokens = batch.output_tokens + sums.output_tokens, cost_usd = batch.cost_usd + sums.cost_usd,
           unpriced = batch.unpriced + sums.unpriced
      from sums where batch.id = ${id} and sums.ended > 0
    returning sums.ended`;
  return counted?.ended ?? 0;
}

async function claimLines(
  transaction: Transaction,
  batchId: BatchId,
  { owner, status, concurrency, running, waiting }: LockedBatch,
  nameRun: (run: LineRun) => TaskId,
): Promise<number> {
  const room = Math.min(concurrency - running, waiting);
  if (status !== 'running' || room <= 0) return 0;
  const lines = await transaction<{ line: number; run: number; request: string; cacheable: boolean }[]>`
    select line, runs + 1 as run, request, cacheable from batch_lines
     where batch_id = ${batchId} and status = 'waiting' order by line limit ${room}`;
  const named = lines.map((line) => ({
    line: line.line,
    task_id: nameRun({ batchId, owner, ...line }),
  }));
  await transaction`
    update batch_lines as stored set status = 'running', task_id = given.task_id, runs = stored.runs + 1
      from json_to_recordset(${JSON.stringify(named)}::text::json) as given (line int, task_id text)
     where stored.batch_id = ${batchId} and stored.line = given.line`;
  await transaction`update batches set running = running + ${lines.length} where id = ${batchId}`;
  return lines.length;
}

async function endBatch(transaction: Transaction, id: BatchId, nowMs: number): Promise<void> {
  await transaction`
    update batches set finished_at = ${nowMs},
           status = case status when 'cancelled' then status else 'completed'::batch_status end
     where id = ${id}`;
}
