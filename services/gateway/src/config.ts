import { z } from 'zod';
import { MODELS, PROVIDER_NAMES, type ProviderName } from '@continuo/shared/protocol/models';
import { wholeNumber } from '@continuo/shared/runtime/read-config';

const DAY_MS = 86_400_000;

function commaList(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

const providerList = z
  .string()
  .transform(commaList)
  .pipe(z.array(z.enum(PROVIDER_NAMES, `it must be a list of ${PROVIDER_NAMES.join(', ')}`)).min(1));

/** The environment of a gateway. What each variable means stands in `.env.example` as well. */
export const configSchema = z
  .object({
    REDIS_URL: z.string(),
    DATABASE_URL: z.string(),
    HOST: z.string().default('127.0.0.1'),
    /** Host names that are answered to; absent: the loopback's when HOST is one of them, else any. */
    TRUSTED_HOSTS: z.string().transform(commaList).optional(),
    /** 0: any free port. */
    PORT: wholeNumber(0, 65_535).default(8000),
    /** New tasks are spread over this many partitions; can be raised at any time. */
    PARTITIONS: wholeNumber(1, 4_096).default(1),
    /** Whom everything belongs to while nobody signs in. No colon: it is part of a Redis key. */
    OWNER: z
      .string()
      .regex(/^[\w.@-]{1,100}$/, 'it must be up to 100 letters, digits, dots, dashes, underscores or @')
      .default('local'),
    /** The providers that the generators have keys for. */
    PROVIDERS: providerList.default(['simulator']),
    DEFAULT_PROVIDER: z.enum(PROVIDER_NAMES).optional(),
    DEFAULT_MODEL: z.string().optional(),
    /** Model names that may be asked for; absent: any. */
    MODELS: z.string().transform(commaList).optional(),
    /** What answers cost; absent: the repository's `prices.json`. */
    PRICES_FILE: z.string().optional(),
    /** How long a completed answer is served again; 0: never. The generators keep it for as long. */
    CACHE_TTL_MS: wholeNumber(0, 30 * DAY_MS).default(3_600_000),
    /** Folder of the built web app; absent: none is served. */
    WEB_DIST: z.string().optional(),
    HEARTBEAT_MS: wholeNumber(10, 60_000).default(10_000),
    /** A stream's connection is ended after this time, give or take a quarter; its reader comes back. */
    RECYCLE_MS: wholeNumber(100, DAY_MS).default(10 * 60_000),
    /** Open streams of this process; 503 above it. */
    READERS_MAX: wholeNumber(1, 100_000).default(10_000),
    /** A reader that takes nothing for this long is cut off; it resumes by its cursor. */
    READER_STALL_MS: wholeNumber(10, 300_000).default(15_000),
    /** Requests that no generator has finished or no persister has stored; 503 above it. */
    REQUESTS_MAX: wholeNumber(1, 10_000_000).default(10_000),
    /** Share of Redis' maxmemory from which on new tasks are shed, so that those it has can go on. */
    MEMORY_PERCENT_MAX: wholeNumber(1, 100).default(70),
    /** How long the persisters keep what is over; a task that should be older than the shortest is 410. Absent: for ever. */
    RETENTION_TASKS_DAYS: wholeNumber(1, 36_500).optional(),
    RETENTION_BATCHES_DAYS: wholeNumber(1, 36_500).optional(),
    RETENTION_CONVERSATIONS_DAYS: wholeNumber(1, 36_500).optional(),
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  })
  .superRefine((env, context) => {
    if (env.DEFAULT_PROVIDER && !env.PROVIDERS.includes(env.DEFAULT_PROVIDER)) {
      context.addIssue({ code: 'custom', path: ['DEFAULT_PROVIDER'], message: 'it is not in PROVIDERS' });
    }
    if (env.DEFAULT_MODEL !== undefined && env.MODELS && !env.MODELS.includes(env.DEFAULT_MODEL)) {
      context.addIssue({ code: 'custom', path: ['DEFAULT_MODEL'], message: 'it is not in MODELS' });
    }
  });

export type GatewayConfig = z.output<typeof configSchema>;

const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

/** Undefined: any name will do, a proxy in front or the network decides. */
export function trustedHostsOf(config: GatewayConfig): ReadonlySet<string> | undefined {
  if (config.TRUSTED_HOSTS) return new Set([...config.TRUSTED_HOSTS, ...LOOPBACK_HOSTS]);
  const isLoopback = config.HOST === '::1' || LOOPBACK_HOSTS.includes(config.HOST);
  return isLoopback ? new Set(LOOPBACK_HOSTS) : undefined;
}

/** What can be asked for, and what is taken when a request does not say. */
export interface Offer {
  providers: readonly ProviderName[];
  defaultProvider: ProviderName;
  defaultModel: string;
  /** Undefined: any model name is passed on. */
  allowedModels: ReadonlySet<string> | undefined;
}

export function offerOf(config: GatewayConfig): Offer {
  const allowedModels = config.MODELS && new Set(config.MODELS);
  const defaultProvider = config.DEFAULT_PROVIDER ?? config.PROVIDERS[0] ?? 'simulator';
  const firstModel = MODELS.find(
    (model) => model.provider === defaultProvider && (allowedModels?.has(model.name) ?? true),
  );
  return {
    providers: config.PROVIDERS,
    defaultProvider,
    defaultModel: config.DEFAULT_MODEL ?? firstModel?.name ?? config.MODELS?.[0] ?? '',
    allowedModels,
  };
}

/** After what time a task may be deleted for its age; undefined: never. */
export function retentionMsOf(config: GatewayConfig): number | undefined {
  const days = [
    config.RETENTION_TASKS_DAYS,
    config.RETENTION_BATCHES_DAYS,
    config.RETENTION_CONVERSATIONS_DAYS,
  ].filter((value) => value !== undefined);
  return days.length > 0 ? Math.min(...days) * DAY_MS : undefined;
}
