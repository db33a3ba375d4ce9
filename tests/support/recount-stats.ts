import type { Entry, EntryOf, Usage } from '@continuo/shared/protocol/entry';
import type { StatsReply } from '@continuo/shared/protocol/stats-api';

/** What `GET /api/stats` must say of tasks, counted from their logs alone and not as the product does it. */
export type Recount = Pick<StatsReply, 'tasks' | 'cache' | 'latency' | 'tokens' | 'attempts'> & {
  cost: Pick<StatsReply['cost'], 'unknown_tasks'> & { usd: number; saved_by_cache_usd: number };
};

type Log = readonly Entry[];
type Opening = EntryOf<'attempt_started'> | EntryOf<'cache_hit'>;
type Terminal = EntryOf<'completed'> | EntryOf<'failed'> | EntryOf<'cancelled'>;

function openingsOf(log: Log): Opening[] {
  return log.filter((entry) => entry.type === 'attempt_started' || entry.type === 'cache_hit');
}

function terminalOf(log: Log): Terminal | undefined {
  const last = log.at(-1);
  return last?.type === 'completed' || last?.type === 'failed' || last?.type === 'cancelled'
    ? last
    : undefined;
}

function isCopy(log: Log): boolean {
  return openingsOf(log).at(-1)?.type === 'cache_hit';
}

function isHit(log: Log): boolean {
  return isCopy(log) && terminalOf(log)?.type === 'completed';
}

/** The terminal entry has the sum; where nobody was there to make it, the attempts that have ended tell. */
function usagesOf(log: Log): Usage[] {
  const whole = terminalOf(log)?.usage;
  if (whole) return [whole];
  return log.flatMap((entry) => {
    const told = 'attempt_usage' in entry ? entry.attempt_usage : undefined;
    const before = entry.type === 'attempt_started' ? entry.previous_usage : undefined;
    return [told, before].filter((usage) => usage !== undefined && usage !== null);
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** The nearest rank. */
function percentile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

function percentilesOf(values: readonly number[]) {
  return { p50: percentile(values, 0.5), p95: percentile(values, 0.95) };
}

function statusOf(log: Log): keyof StatsReply['tasks'] {
  return terminalOf(log)?.type ?? (openingsOf(log).length > 0 ? 'running' : 'queued');
}

/** Milliseconds from the first entry to another one. */
function timeTo(log: Log, entry: Entry | undefined): number[] {
  const first = log[0];
  return first && entry ? [entry.at - first.at] : [];
}

/** @param logs of all tasks of the owner that were accepted in the window, by task id */
export function recountStats(logs: ReadonlyMap<string, Log>): Recount {
  const all = [...logs.values()];
  const count = (isCounted: (log: Log) => boolean): number => all.filter(isCounted).length;
  const bought = all.filter((log) => !isCopy(log));
  const sources = all
    .filter(isHit)
    .map((log) =>
      logs.get(openingsOf(log).findLast((entry) => entry.type === 'cache_hit')?.source_task_id ?? ''),
    );
  const usages = all.flatMap(usagesOf);
  const completed = count((log) => statusOf(log) === 'completed');
  const hits = count(isHit);
  return {
    tasks: Object.fromEntries(
      (['queued', 'running', 'completed', 'failed', 'cancelled'] as const).map((status) => [
        status,
        count((log) => statusOf(log) === status),
      ]),
    ) as Recount['tasks'],
    cache: { hits, misses: completed - hits, hit_rate: completed === 0 ? null : hits / completed },
    latency: {
      first_chunk_ms: percentilesOf(
        bought.flatMap((log) =>
          timeTo(
            log,
            log.find(({ type }) => type === 'chunk'),
          ),
        ),
      ),
      total_ms: percentilesOf(
        bought.flatMap((log) =>
          timeTo(
            log,
            log.find(({ type }) => type === 'completed'),
          ),
        ),
      ),
    },
    tokens: {
      input: sum(usages.map((usage) => usage.input_tokens)),
      cached_input: sum(usages.map((usage) => usage.cached_input_tokens)),
      output: sum(usages.map((usage) => usage.output_tokens)),
      saved_output: sum(sources.flatMap((log) => usagesOf(log ?? []).map((usage) => usage.output_tokens))),
      kept_output: sum(
        all.flat().map((entry) => (entry.type === 'attempt_started' && entry.saved_output_tokens) || 0),
      ),
    },
    cost: {
      usd: sum(all.map((log) => terminalOf(log)?.cost_usd ?? 0)),
      unknown_tasks: count((log) => {
        const terminal = terminalOf(log);
        const asked = log.some(({ type }) => type === 'attempt_started');
        return terminal !== undefined && asked && (terminal.cost_usd ?? null) === null;
      }),
      saved_by_cache_usd: sum(sources.map((log) => terminalOf(log ?? [])?.cost_usd ?? 0)),
    },
    attempts: {
      takeovers: sum(
        all.map((log) => Math.max(0, new Set(openingsOf(log).map(({ epoch }) => epoch)).size - 1)),
      ),
      retries: countEntries(all, ['retry_scheduled', 'failed_over']),
    },
  };
}

function countEntries(logs: readonly Log[], types: readonly Entry['type'][]): number {
  return logs.flat().filter(({ type }) => types.includes(type)).length;
}
