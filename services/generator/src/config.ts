import { isProviderName } from '@continuo/shared/protocol/models';
import { priceListSchema, type PriceList } from '@continuo/shared/protocol/prices';
import { readConfig, wholeNumber } from '@continuo/shared/runtime/read-config';
import { readConfigFile } from '@continuo/shared/runtime/read-config-file';
import { z } from 'zod';
import type { Target } from './attempts/plan-attempt.ts';

/** Where providers are and how they are spoken to; a provider that is absent is not configured here. */
export interface ProviderConfig {
  openai?: { apiKey: string; baseUrl?: string; mode: 'background' | 'stream' | 'chat' };
  anthropic?: { apiKey: string; baseUrl?: string };
  simulatorUrl?: string;
}

const HOUR_MS = 3_600_000;

const environment = z
  .object({
    REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'it must be a redis:// URL' }),
    PARTITIONS: wholeNumber(1, 4_096).default(1),
    CONCURRENCY: wholeNumber(1, 10_000).default(256),
    LEASE_MS: wholeNumber(200, 60_000).default(3_000),
    DRAIN_MS: wholeNumber(0, 55_000).default(20_000),
    CACHE_TTL_MS: wholeNumber(0, 30 * 24 * HOUR_MS).default(HOUR_MS),
    FIRST_PART_MS: wholeNumber(100, HOUR_MS).default(120_000),
    NEXT_PART_MS: wholeNumber(100, HOUR_MS).default(60_000),
    RETRY_MS: wholeNumber(1, 60_000).default(500),
    CIRCUIT_MS: wholeNumber(0, HOUR_MS).default(5_000),
    TASK_MS: wholeNumber(1_000, 24 * HOUR_MS).default(15 * 60_000),
    FALLBACKS: z.string().transform(readTargets).default([]),
    PRICES_FILE: z.string().optional(),
    OPENAI_API_KEY: z.string().optional(),
    OPENAI_BASE_URL: z.url('it must be a URL').optional(),
    OPENAI_MODE: z.enum(['background', 'stream', 'chat'], 'it must be background, stream or chat').optional(),
    ANTHROPIC_API_KEY: z.string().optional(),
    ANTHROPIC_BASE_URL: z.url('it must be a URL').optional(),
    SIMULATOR_URL: z.url('it must be a URL').optional(),
  })
  .refine((env) => Boolean(env.OPENAI_API_KEY ?? env.ANTHROPIC_API_KEY ?? env.SIMULATOR_URL), {
    path: ['OPENAI_API_KEY'],
    message: 'set it, ANTHROPIC_API_KEY or SIMULATOR_URL; without a provider no task can be answered',
    // Faults of other fields must not hide this one.
    when: () => true,
  });

export interface Config {
  redisUrl: string;
  partitions: number;
  /** Most provider calls of this process at a time. */
  concurrency: number;
  /** How long a task is ours without a sign of life. */
  leaseMs: number;
  /** How long running tasks may go on after SIGTERM. */
  drainMs: number;
  /** How long a completed answer serves the same request. */
  cacheMs: number;
  /** Silence of a provider before its first text, and behind it. */
  firstPartMs: number;
  nextPartMs: number;
  /** Longest wait before the first retry; it doubles from one to the next. */
  retryMs: number;
  /** How long a provider is left alone that failed again and again; 0: it never is. */
  circuitMs: number;
  /** Longest time one attempt may take. */
  taskMs: number;
  /** Who is asked, in this order, when a provider cannot answer and the request names nobody else. */
  fallbacks: Target[];
  prices: PriceList;
  providers: ProviderConfig;
}

export function readGeneratorConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const read = readConfig(environment, env);
  return {
    redisUrl: read.REDIS_URL,
    partitions: read.PARTITIONS,
    concurrency: read.CONCURRENCY,
    leaseMs: read.LEASE_MS,
    drainMs: read.DRAIN_MS,
    cacheMs: read.CACHE_TTL_MS,
    firstPartMs: read.FIRST_PART_MS,
    nextPartMs: read.NEXT_PART_MS,
    retryMs: read.RETRY_MS,
    circuitMs: read.CIRCUIT_MS,
    taskMs: read.TASK_MS,
    fallbacks: read.FALLBACKS,
    prices: readConfigFile(priceListSchema, read.PRICES_FILE, 'prices.json'),
    providers: {
      ...(read.OPENAI_API_KEY === undefined ? {} : { openai: readOpenAi(read.OPENAI_API_KEY, read) }),
      ...(read.ANTHROPIC_API_KEY === undefined
        ? {}
        : { anthropic: withBaseUrl(read.ANTHROPIC_API_KEY, read.ANTHROPIC_BASE_URL) }),
      ...(read.SIMULATOR_URL === undefined ? {} : { simulatorUrl: read.SIMULATOR_URL }),
    },
  };
}

/** `provider/model`, parted by commas. */
function readTargets(text: string, context: z.RefinementCtx): Target[] {
  return text.split(',').flatMap((item) => {
    const [provider = '', ...model] = item.trim().split('/');
    if (isProviderName(provider) && model.length > 0) return [{ provider, model: model.join('/') }];
    context.addIssue({ code: 'custom', message: `"${item}" must be <provider>/<model>` });
    return [];
  });
}

/** OpenAI's own API keeps background runs; a server behind another URL most likely knows only chat. */
function readOpenAi(
  apiKey: string,
  read: z.output<typeof environment>,
): NonNullable<ProviderConfig['openai']> {
  const mode = read.OPENAI_MODE ?? (read.OPENAI_BASE_URL === undefined ? 'background' : 'chat');
  return { ...withBaseUrl(apiKey, read.OPENAI_BASE_URL), mode };
}

function withBaseUrl(apiKey: string, baseUrl: string | undefined): { apiKey: string; baseUrl?: string } {
  return baseUrl === undefined ? { apiKey } : { apiKey, baseUrl };
}
