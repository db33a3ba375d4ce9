import type { WindowCut } from '../protocol/stats-window.ts';
import { TASK_STATUSES, type TaskStatus } from '../protocol/task-status.ts';
import type { Pool, Postgres } from './connection.ts';

export interface Percentiles {
  p50: number | null;
  p95: number | null;
}

/** Figures over a set of tasks. */
export interface TaskFigures {
  tasks: number;
  byStatus: Record<TaskStatus, number>;
  /** Completed tasks whose text came from another one. */
  hits: number;
  inputTokens: number;
  cachedInputTokens: number;
  outputTokens: number;
  /** What the sources of the hits had bought. */
  savedOutputTokens: number;
  /** What stayed when another attempt went on. */
  keptOutputTokens: number;
  /** US dollars, as far as they are known; null: nothing is. */
  costUsd: number | null;
  unknownCostTasks: number;
  savedUsd: number | null;
  takeovers: number;
  retries: number;
  firstChunkMs: Percentiles;
  totalMs: Percentiles;
}

export interface ModelFigures extends TaskFigures {
  provider: string;
  model: string;
}

export interface BucketFigures extends TaskFigures {
  /** From 0. */
  bucket: number;
}

/** What Postgres knows of the tasks of an owner that were accepted in a window. */
export interface StoredStats {
  total: TaskFigures;
  /** Of those that were accepted in as long a time right before it. */
  before: TaskFigures;
  /** Those with the most tasks first. */
  models: ModelFigures[];
  /** Those that have tasks. */
  buckets: BucketFigures[];
}

/** Any model name can be asked for: bounds the reply. */
const MODELS_MAX = 200;

type FiguresRow = Record<TaskStatus, number> &
  Record<'first_p50' | 'first_p95' | 'total_p50' | 'total_p95' | 'cost' | 'saved_cost', number | null> &
  Record<
    | 'tasks'
    | 'hits'
    | 'input'
    | 'cached_input'
    | 'output'
    | 'saved_output'
    | 'kept_output'
    | 'unknown_costs'
    | 'unknown_saved'
    | 'takeovers'
    | 'retries',
    number
  >;
type Row = FiguresRow & { bucket: number | null; provider: string | null; model: string | null };

export async function readStats(postgres: Postgres, owner: string, cut: WindowCut): Promise<StoredStats> {
  const [groups, before] = await Promise.all([
    postgres.run(({ sql }) => selectGroups(sql, owner, cut)),
    postgres.run(({ sql }) => selectBefore(sql, owner, cut)),
  ]);
  return { ...sortRows(groups), before: toFigures(wholeOf(before)) };
}

/** One statement, which reads each task of the window once, by `chat_tasks_newest`. */
export function selectGroups(sql: Pool['sql'], owner: string, cut: WindowCut) {
  const lastBucket = cut.buckets - 1;
  return sql<Row[]>`
      with picked as materialized (
        select *, least((created_at - ${cut.fromMs}::bigint) / ${cut.bucketMs}::bigint, ${lastBucket})::int as bucket
          from (${pickTasks(sql, owner)} and task.created_at >= ${cut.fromMs}) as task
      )
      select bucket, provider, model, ${sumFigures(sql)}
        from picked
       group by grouping sets ((), (bucket), (provider, model))
       order by provider is not null, tasks desc, provider, model
       limit ${1 + cut.buckets + MODELS_MAX}`;
}

function selectBefore(sql: Pool['sql'], owner: string, { fromMs, toMs }: WindowCut) {
  const sinceMs = fromMs - (toMs - fromMs);
  return sql<FiguresRow[]>`
      with picked as materialized (
        ${pickTasks(sql, owner)} and task.created_at >= ${sinceMs} and task.created_at < ${fromMs}
      )
      select ${sumFigures(sql)} from picked`;
}

/** A statement that ends in its conditions. */
function pickTasks(sql: Pool['sql'], owner: string) {
  return sql`
        select task.status, task.provider, task.model, task.attempts > 0 and task.finished_at is not null as is_paid,
               task.cached and task.status = 'completed' as is_hit, task.input_tokens, task.cached_input_tokens,
               task.output_tokens, task.saved_output_tokens, task.cost_usd, task.takeovers, task.retries, task.created_at,
               case when not task.cached then task.first_chunk_at - task.created_at end as first_ms,
               case when not task.cached and task.status = 'completed'
                    then task.finished_at - task.created_at end as total_ms,
               source.output_tokens as source_output, source.cost_usd as source_cost
          from chat_tasks as task
          left join chat_tasks as source
            on task.cached and task.status = 'completed' and source.id = task.source_task_id
         where task.owner = ${owner}`;
}

/** The columns of a row of figures. */
function sumFigures(sql: Pool['sql']) {
  return sql`count(*)::int as tasks,
             count(*) filter (where status = 'queued')::int as queued,
             count(*) filter (where status = 'running')::int as running,
             count(*) filter (where status = 'completed')::int as completed,
             count(*) filter (where status = 'failed')::int as failed,
             count(*) filter (where status = 'cancelled')::int as cancelled,
             count(*) filter (where is_hit)::int as hits,
             coalesce(sum(input_tokens), 0) as input,
             coalesce(sum(cached_input_tokens), 0) as cached_input,
             coalesce(sum(output_tokens), 0) as output,
             coalesce(sum(source_output), 0) as saved_output,
             coalesce(sum(saved_output_tokens), 0) as kept_output,
             sum(cost_usd) as cost,
             count(*) filter (where is_paid and cost_usd is null)::int as unknown_costs,
             sum(source_cost) as saved_cost,
             count(*) filter (where is_hit and source_cost is null)::int as unknown_saved,
             coalesce(sum(takeovers), 0) as takeovers, coalesce(sum(retries), 0) as retries,
             percentile_disc(0.5) within group (order by first_ms) as first_p50,
             percentile_disc(0.95) within group (order by first_ms) as first_p95,
             percentile_disc(0.5) within group (order by total_ms) as total_p50,
             percentile_disc(0.95) within group (order by total_ms) as total_p95`;
}

function sortRows(rows: readonly Row[]): Omit<StoredStats, 'before'> {
  const models: ModelFigures[] = [];
  const buckets: BucketFigures[] = [];
  const whole: FiguresRow[] = [];
  for (const row of rows) {
    const { bucket, provider, model } = row;
    if (provider !== null && model !== null) models.push({ ...toFigures(row), provider, model });
    else if (bucket === null) whole.push(row);
    else buckets.push({ ...toFigures(row), bucket });
  }
  return { total: toFigures(wholeOf(whole)), models, buckets };
}

function wholeOf([row]: readonly FiguresRow[]): FiguresRow {
  if (!row) throw new Error('an aggregate over everything has a row, also of nothing');
  return row;
}

function toFigures(row: FiguresRow): TaskFigures {
  return {
    tasks: row.tasks,
    byStatus: Object.fromEntries(TASK_STATUSES.map((status) => [status, row[status]])) as Record<
      TaskStatus,
      number
    >,
    hits: row.hits,
    inputTokens: row.input,
    cachedInputTokens: row.cached_input,
    outputTokens: row.output,
    savedOutputTokens: row.saved_output,
    keptOutputTokens: row.kept_output,
    costUsd: knownSum(row.cost, row.unknown_costs),
    unknownCostTasks: row.unknown_costs,
    savedUsd: knownSum(row.saved_cost, row.unknown_saved),
    takeovers: row.takeovers,
    retries: row.retries,
    firstChunkMs: { p50: row.first_p50, p95: row.first_p95 },
    totalMs: { p50: row.total_p50, p95: row.total_p95 },
  };
}

/** The sum over nothing is nothing; over only unknown ones it is unknown. */
function knownSum(sum: number | null, unknown: number): number | null {
  return sum ?? (unknown === 0 ? 0 : null);
}
