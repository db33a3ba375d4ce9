import { z } from 'zod';
import { statusSchema, taskIdSchema, unixMs } from './http-api.ts';
import { WORKER_TASKS_NAMED_MAX } from './limits.ts';
import { STATS_WINDOWS } from './stats-window.ts';

/** `GET /api/stats`: figures over the tasks that were accepted in a window, and how things stand now. */

export const statsQuerySchema = z.strictObject({
  window: z.enum(STATS_WINDOWS).default('24h').meta({
    description: 'Tasks that were accepted in this time, in whole buckets of the series.',
    example: '24h',
  }),
});

const whole = z.number().int();
const milliseconds = whole.nullable().meta({ description: 'Milliseconds; null: of nothing in this time.' });
const percentiles = z.object({ p50: milliseconds, p95: milliseconds });
const knownUsd = z
  .number()
  .nullable()
  .meta({ description: 'US dollars, as far as prices are known; null: no price is known of any of it.' });
const unknownTasks = whole.meta({
  description: 'Tasks that asked a provider and are over, of which nobody can tell what they cost.',
});
const firstChunk = percentiles.meta({
  description: 'From being accepted to the first text; of answers that were bought, not copied.',
});
const total = percentiles.meta({
  description: 'From being accepted to the end, of answers bought whole.',
});

const bucketSchema = z.object({
  at: unixMs.meta({ description: 'Where it begins.' }),
  tasks: whole,
  by_status: z.record(statusSchema, whole).meta({ description: 'How they stand now.' }),
  hits: whole.meta({ description: 'Of the completed: those whose text came from another task.' }),
  input_tokens: whole,
  output_tokens: whole,
  cost_usd: knownUsd,
  first_chunk_ms: firstChunk,
  total_ms: total,
});

const beforeSchema = z
  .object({
    tasks: whole,
    failed: whole,
    hit_rate: z.number().nullable(),
    first_chunk_ms: firstChunk,
    input_tokens: whole,
    output_tokens: whole,
    cost_usd: knownUsd,
    takeovers: whole,
  })
  .meta({ description: 'The same of as long a time right before `from`, to compare with.' });

const modelFiguresSchema = z.object({
  provider: z.string(),
  model: z.string(),
  tasks: whole,
  completed: whole,
  hits: whole,
  failed: whole,
  input_tokens: whole,
  output_tokens: whole,
  cost_usd: knownUsd,
  unknown_cost_tasks: unknownTasks,
  first_chunk_ms: firstChunk,
  total_ms: total,
});

const queueSchema = z.object({
  waiting: whole.meta({ description: 'Requests that no generator has taken.' }),
  held: whole.meta({ description: 'Requests taken and not finished.' }),
  unpersisted: whole.meta({ description: 'Requests whose log Postgres does not hold whole.' }),
});

const workerSchema = z.object({
  service: z.enum(['generator', 'persister']),
  name: z.string(),
  held: whole,
  idle_ms: whole,
});

/** How things stand, whoever asks: from Redis alone. */
export const liveStatsSchema = z.object({ queue: queueSchema, workers: z.array(workerSchema) });
export type LiveStats = z.infer<typeof liveStatsSchema>;

const withoutRedis = 'null: Redis is not reachable.';

export const statsReplySchema = z.object({
  window: z.enum(STATS_WINDOWS),
  from: unixMs,
  to: unixMs,
  tasks: z.record(statusSchema, whole),
  cache: z.object({
    hits: whole.meta({ description: 'Completed tasks whose text came from another task.' }),
    misses: whole.meta({ description: 'Completed tasks whose text was bought.' }),
    hit_rate: z.number().nullable().meta({ description: 'hits / (hits + misses); null before the first.' }),
  }),
  latency: z.object({
    first_chunk_ms: firstChunk,
    total_ms: total,
  }),
  tokens: z.object({
    input: whole,
    cached_input: whole.meta({ description: 'Of the input: what the provider had in its own cache.' }),
    output: whole,
    saved_output: whole.meta({ description: 'Output tokens that cache hits did not buy.' }),
    kept_output: whole.meta({
      description: 'Output tokens that stayed when another attempt went on with an answer; an estimate.',
    }),
  }),
  cost: z.object({
    usd: knownUsd,
    unknown_tasks: unknownTasks,
    saved_by_cache_usd: knownUsd.meta({
      description: 'What the sources of cache hits had cost, once for each hit.',
    }),
    saved_by_keeping_usd: knownUsd.meta({
      description: 'The kept output at the present price of the model that has the task.',
    }),
  }),
  attempts: z.object({
    takeovers: whole.meta({ description: 'How often another worker went on with a task.' }),
    retries: whole.meta({ description: 'How often a provider was asked again, or another one.' }),
  }),
  before: beforeSchema,
  models: z.array(modelFiguresSchema).meta({ description: 'Those with the most tasks.' }),
  series: z.object({
    bucket_ms: whole,
    buckets: z
      .array(bucketSchema)
      .meta({ description: 'Without gaps, oldest first; the last one is not over.' }),
  }),
  queue: queueSchema
    .extend({
      oldest_waiting_ms: whole
        .nullable()
        .meta({ description: 'Age of the oldest that waits; null: none does.' }),
    })
    .nullable()
    .meta({ description: `Of all owners. ${withoutRedis}` }),
  mirror: z
    .object({
      unpersisted_entries: whole,
      lag_ms: whole.meta({
        description: 'Age of the oldest entry that Postgres does not hold; 0: it holds all.',
      }),
    })
    .nullable()
    .meta({ description: `Over the oldest 200 requests of each partition. ${withoutRedis}` }),
  workers: z
    .array(
      workerSchema.extend({
        task_ids: z
          .array(taskIdSchema)
          .meta({ description: `Yours among the first ${WORKER_TASKS_NAMED_MAX} that it holds.` }),
      }),
    )
    .nullable()
    .meta({ description: `Those that were heard of in the last 10 s. ${withoutRedis}` }),
});
export type StatsReply = z.infer<typeof statsReplySchema>;

/** The parts of the reply that say how things stand now, while Redis is reachable. */
export type LiveParts = { [Part in 'queue' | 'mirror' | 'workers']: NonNullable<StatsReply[Part]> };
