import type {
  BucketFigures,
  ModelFigures,
  Percentiles,
  StoredStats,
  TaskFigures,
} from '@continuo/shared/postgres/read-stats';
import { findPrice, priceCall, type PriceList } from '@continuo/shared/protocol/prices';
import type { StatsReply } from '@continuo/shared/protocol/stats-api';
import type { StatsWindow, WindowCut } from '@continuo/shared/protocol/stats-window';

/** The part of the reply that is made of Postgres' figures. */
export type StoredPart = Omit<StatsReply, 'queue' | 'mirror' | 'workers'>;

const MODELS_SHOWN = 20;

/** Pure. */
export function describeStats(
  stored: StoredStats,
  window: StatsWindow,
  cut: WindowCut,
  prices: PriceList,
): StoredPart {
  const { total, before, models } = stored;
  const misses = total.byStatus.completed - total.hits;
  return {
    window,
    from: cut.fromMs,
    to: cut.toMs,
    tasks: total.byStatus,
    cache: {
      hits: total.hits,
      misses,
      hit_rate: hitRateOf(total),
    },
    latency: { first_chunk_ms: total.firstChunkMs, total_ms: total.totalMs },
    tokens: {
      input: total.inputTokens,
      cached_input: total.cachedInputTokens,
      output: total.outputTokens,
      saved_output: total.savedOutputTokens,
      kept_output: total.keptOutputTokens,
    },
    cost: {
      usd: total.costUsd,
      unknown_tasks: total.unknownCostTasks,
      saved_by_cache_usd: total.savedUsd,
      saved_by_keeping_usd: priceKept(models, prices),
    },
    attempts: { takeovers: total.takeovers, retries: total.retries },
    before: {
      tasks: before.tasks,
      failed: before.byStatus.failed,
      hit_rate: hitRateOf(before),
      first_chunk_ms: before.firstChunkMs,
      input_tokens: before.inputTokens,
      output_tokens: before.outputTokens,
      cost_usd: before.costUsd,
      takeovers: before.takeovers,
    },
    models: models.slice(0, MODELS_SHOWN).map(describeModel),
    series: { bucket_ms: cut.bucketMs, buckets: describeBuckets(stored.buckets, cut) },
  };
}

function hitRateOf({ byStatus, hits }: TaskFigures): number | null {
  return byStatus.completed === 0 ? null : hits / byStatus.completed;
}

function priceKept(models: readonly ModelFigures[], prices: PriceList): number | null {
  const kept = models.filter(({ keptOutputTokens }) => keptOutputTokens > 0);
  const known = kept
    .map(({ provider, model, keptOutputTokens }) =>
      priceCall(findPrice(prices, provider, model), {
        input_tokens: 0,
        cached_input_tokens: 0,
        output_tokens: keptOutputTokens,
      }),
    )
    .filter((usd) => usd !== null);
  if (kept.length > 0 && known.length === 0) return null;
  return known.reduce((sum, usd) => sum + usd, 0);
}

function describeModel(figures: ModelFigures): StatsReply['models'][number] {
  return {
    provider: figures.provider,
    model: figures.model,
    tasks: figures.tasks,
    completed: figures.byStatus.completed,
    hits: figures.hits,
    failed: figures.byStatus.failed,
    input_tokens: figures.inputTokens,
    output_tokens: figures.outputTokens,
    cost_usd: figures.costUsd,
    unknown_cost_tasks: figures.unknownCostTasks,
    first_chunk_ms: figures.firstChunkMs,
    total_ms: figures.totalMs,
  };
}

const NO_TASKS = { queued: 0, running: 0, completed: 0, failed: 0, cancelled: 0 };
const NO_LATENCY: Percentiles = { p50: null, p95: null };

/** A bucket for each step of the window, also where nothing was accepted. */
function describeBuckets(
  stored: readonly BucketFigures[],
  { fromMs, bucketMs, buckets }: WindowCut,
): StatsReply['series']['buckets'] {
  const byBucket = new Map<number, TaskFigures>(stored.map((figures) => [figures.bucket, figures]));
  return Array.from({ length: buckets }, (_, i) => {
    const figures = byBucket.get(i);
    return {
      at: fromMs + i * bucketMs,
      tasks: figures?.tasks ?? 0,
      by_status: figures?.byStatus ?? NO_TASKS,
      hits: figures?.hits ?? 0,
      input_tokens: figures?.inputTokens ?? 0,
      output_tokens: figures?.outputTokens ?? 0,
      cost_usd: figures ? figures.costUsd : 0,
      first_chunk_ms: figures?.firstChunkMs ?? NO_LATENCY,
      total_ms: figures?.totalMs ?? NO_LATENCY,
    };
  });
}
