import type { ListQuery } from '@continuo/shared/protocol/http-api';
import { cutWindow, STATS_WINDOWS, type StatsWindow } from '@continuo/shared/protocol/stats-window';
import { TASK_STATUSES, type TaskStatus } from '@continuo/shared/protocol/task-status';

/**
 * Which tasks the list shows. This is what stands in the address of `/tasks`, name for name, as text:
 *
 *     /tasks?status=failed&model=gpt-5.2&range=24h&q=invoice
 *
 * Without `range`, `from` and `to` it is the last seven days.
 */
export interface TaskFilters {
  status?: TaskStatus;
  provider?: NonNullable<ListQuery['provider']>;
  model?: string;
  cached?: 'true' | 'false';
  batch?: string;
  conv?: string;
  worker?: string;
  range?: TaskRange;
  /** Unix ms; of the range `custom`. */
  from?: string;
  /** Unix ms, itself no longer part of it. */
  to?: string;
  /** Words of the prompt or the answer. */
  q?: string;
}

export const TASK_RANGES = [...STATS_WINDOWS, 'all', 'custom'] as const;
export type TaskRange = (typeof TASK_RANGES)[number];
export const DEFAULT_RANGE = '7d';

/** Those that are chosen one by one, as chips. */
export const CHIP_NAMES = ['provider', 'model', 'cached', 'worker', 'conv', 'batch'] as const;
export type ChipName = (typeof CHIP_NAMES)[number];

type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

const NAMES = ['status', ...CHIP_NAMES, 'range', 'from', 'to', 'q'] as const satisfies (keyof TaskFilters)[];
const PROVIDERS: readonly string[] = ['openai', 'anthropic', 'simulator'];
const TIME_PATTERN = /^\d{1,15}$/;

/** What an address says; a value that means nothing is as good as none. Pure. */
export function readFilters(search: SearchParams): TaskFilters {
  const given = NAMES.flatMap((name) => {
    const value = search[name];
    return typeof value === 'string' && isMeant(name, value) ? [[name, value]] : [];
  });
  return Object.fromEntries(given) as TaskFilters;
}

function isMeant(name: keyof TaskFilters, value: string): boolean {
  switch (name) {
    case 'status':
      return TASK_STATUSES.some((status) => status === value);
    case 'provider':
      return PROVIDERS.includes(value);
    case 'cached':
      return value === 'true' || value === 'false';
    case 'range':
      return TASK_RANGES.some((range) => range === value);
    case 'from':
    case 'to':
      return TIME_PATTERN.test(value);
    case 'model':
    case 'worker':
    case 'conv':
    case 'batch':
    case 'q':
      return value.trim() !== '';
  }
}

/** The query of an address: every name, so that those without a value are taken out of it. Pure. */
export function writeFilters(filters: TaskFilters): Record<keyof TaskFilters, string | undefined> {
  const named = NAMES.map((name) => [name, filters[name]]);
  const search = Object.fromEntries(named) as Record<keyof TaskFilters, string | undefined>;
  return { ...search, range: filters.range === DEFAULT_RANGE ? undefined : filters.range };
}

/** The same as one text, the same for the same filters: the name of their list, and `?in=` of a task that was opened from it. */
export function nameFilters(filters: TaskFilters): string {
  const given = Object.entries(writeFilters(filters)).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  return new URLSearchParams(given).toString();
}

export function parseFilters(name: string): TaskFilters {
  return readFilters(Object.fromEntries(new URLSearchParams(name)));
}

/** What the API is asked. Pure. @param now unix ms */
export function toListQuery(filters: TaskFilters, now: number): Partial<ListQuery> {
  const { status, provider, model, cached, worker, conv, batch, q } = filters;
  const query = {
    status,
    provider,
    model,
    cached,
    worker,
    conversation_id: conv,
    batch_id: batch,
    text: q,
    ...timesOf(filters, now),
  };
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given);
}

function timesOf({ range = DEFAULT_RANGE, from, to }: TaskFilters, now: number): Partial<ListQuery> {
  if (range === 'all') return {};
  if (range !== 'custom') return { from: cutWindow(range, now).fromMs };
  return {
    ...(from === undefined ? {} : { from: Number(from) }),
    ...(to === undefined ? {} : { to: Number(to) }),
  };
}

/** The window whose figures are those of the list with any status; undefined: nobody counts that. */
export function countedWindow(filters: TaskFilters): StatsWindow | undefined {
  const isNarrower = CHIP_NAMES.some((name) => filters[name] !== undefined) || filters.q !== undefined;
  return isNarrower ? undefined : STATS_WINDOWS.find((name) => name === (filters.range ?? DEFAULT_RANGE));
}

/** How many filters there are, for who clears them. The time that is shown anyway is none. */
export function countFilters(filters: TaskFilters): number {
  const hasRange = filters.range !== undefined && filters.range !== DEFAULT_RANGE && filters.range !== 'all';
  const others = ['status', 'q', ...CHIP_NAMES] as const;
  return others.filter((name) => filters[name] !== undefined).length + (hasRange ? 1 : 0);
}
