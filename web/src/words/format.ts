import { createMemo, createRoot } from 'solid-js';
import { language, localeOf } from './language.ts';

const NBSP = '\u00a0';

/** How figures and times are written in a language. Each takes the browser some milliseconds to make. */
const makers = {
  counts: (locale: string) => new Intl.NumberFormat(locale),
  compact: (locale: string) =>
    new Intl.NumberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 }),
  tenths: (locale: string) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }),
  bytes: (locale: string) =>
    (['byte', 'kilobyte', 'megabyte'] as const).map(
      (unit) => new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: 1 }),
    ),
  percent: (locale: string) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }),
  dollars: (locale: string) =>
    new Intl.NumberFormat(locale, {
      style: 'currency',
      currency: 'USD',
      currencyDisplay: 'narrowSymbol',
      minimumSignificantDigits: 2,
      maximumSignificantDigits: 2,
    }),
  prices: (locale: string) =>
    new Intl.NumberFormat(locale, {
      style: 'currency',
      currency: 'USD',
      currencyDisplay: 'narrowSymbol',
      maximumFractionDigits: 4,
    }),
  times: (locale: string) => new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }),
  clocks: (locale: string) => new Intl.DateTimeFormat(locale, { timeStyle: 'short' }),
  days: (locale: string) => new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric' }),
  exactTimes: (locale: string) =>
    new Intl.DateTimeFormat(locale, {
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      fractionalSecondDigits: 3,
    }),
  dates: (locale: string) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }),
  months: (locale: string) => new Intl.DateTimeFormat(locale, { month: 'long' }),
  monthsOfYears: (locale: string) => new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' }),
  moments: (locale: string) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }),
  daysAndTimes: (locale: string) =>
    new Intl.DateTimeFormat(locale, {
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
    }),
  relative: (locale: string) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }),
};

type Formats = { [Name in keyof typeof makers]: ReturnType<(typeof makers)[Name]> };

/** Of the language that the page speaks, used by everything that shows a figure in it. */
const formats = createRoot(() => createMemo(() => makeWhenNeeded(localeOf(language()))));

/** Each once, when it is first asked for: a page needs few of them. */
function makeWhenNeeded(locale: string): Formats {
  const made = {};
  for (const [name, make] of Object.entries(makers)) {
    const get = (): unknown => {
      const value = make(locale);
      Object.defineProperty(made, name, { value });
      return value;
    };
    Object.defineProperty(made, name, { configurable: true, get });
  }
  return made as Formats;
}

export function formatCount(count: number): string {
  return formats().counts.format(count);
}

/** `20+` where there may be more. */
export function formatAtLeast({ count, isAtLeast }: { count: number; isAtLeast: boolean }): string {
  return isAtLeast ? `${formatCount(count)}+` : formatCount(count);
}

/** `812K`: three digits at most. */
export function formatCompact(count: number): string {
  return formats().compact.format(count);
}

/** `3.4`. */
export function formatTenths(amount: number): string {
  return formats().tenths.format(amount);
}

/** @param share of 1 */
export function formatPercent(share: number): string {
  return formats().percent.format(share);
}

/**
 * `41 ms`, `6.2 s`, `84 s`, `4 min 10 s`, `3 h 5 min`: tenths only where they say something. The SI's symbols are the
 * same in all languages.
 */
export function formatDuration(ms: number): string {
  const { counts, tenths } = formats();
  if (ms < 1_000) return `${counts.format(Math.round(ms))}${NBSP}ms`;
  const seconds = ms / 1_000;
  if (seconds < 10) return `${tenths.format(seconds)}${NBSP}s`;
  return formatWholeSeconds(Math.round(seconds));
}

/** `41 ms`, `6.2 s`, `1.5 min`: one unit, where there is little room. */
export function formatShortDuration(ms: number): string {
  if (ms < 60_000) return formatDuration(ms);
  return `${formats().tenths.format(ms / 60_000)}${NBSP}min`;
}

/** Whole seconds of something that is still going on. */
export function formatElapsed(ms: number): string {
  return formatWholeSeconds(Math.floor(Math.max(0, ms) / 1_000));
}

function formatWholeSeconds(seconds: number): string {
  const { counts } = formats();
  if (seconds < 100) return `${counts.format(seconds)}${NBSP}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    const whole = `${minutes}${NBSP}min`;
    return seconds % 60 === 0 ? whole : `${whole}${NBSP}${seconds % 60}${NBSP}s`;
  }
  const hours = `${counts.format(Math.floor(minutes / 60))}${NBSP}h`;
  return minutes % 60 === 0 ? hours : `${hours}${NBSP}${minutes % 60}${NBSP}min`;
}

export function formatDollars(usd: number): string {
  return usd === 0
    ? formats()
        .dollars.format(0)
        .replace(/[.,]0+/, '')
    : formats().dollars.format(usd);
}

/** `$0.10`, `$2.00`: as a price list has it. */
export function formatPrice(usd: number): string {
  return formats().prices.format(usd);
}

/** `812 byte`, `1.4 kB`, `64 MB`: of 1,024 each, as file managers have it. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1_024 ? 0 : bytes < 1_024 ** 2 ? 1 : 2;
  return formats().bytes[power]?.format(bytes / 1_024 ** power) ?? '';
}

/** `12:04:11`. @param at unix ms */
export function formatTime(at: number): string {
  return formats().times.format(at);
}

/** `12:04`. @param at unix ms */
export function formatClock(at: number): string {
  return formats().clocks.format(at);
}

/** `Nov 20`. @param at unix ms */
export function formatDay(at: number): string {
  return formats().days.format(at);
}

/** `Nov 20, 12:04`. @param at unix ms */
export function formatDayAndTime(at: number): string {
  return formats().daysAndTimes.format(at);
}

/** `12:04:11.482`, for logs. @param at unix ms */
export function formatExactTime(at: number): string {
  return formats().exactTimes.format(at);
}

/** @param at unix ms */
export function formatDate(at: number): string {
  return formats().dates.format(at);
}

/** `October`; with its year when that is not this one. @param at unix ms */
export function formatMonth(at: number, now: number): string {
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return (isThisYear ? formats().months : formats().monthsOfYears).format(at);
}

/** `12:04:11` of today, `Nov 20, 12:04` of another day. @param at unix ms */
export function formatWhen(at: number, now: number): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  return isToday ? formatTime(at) : formatDayAndTime(at);
}

/** Date and time. @param at unix ms */
export function formatMoment(at: number): string {
  return formats().moments.format(at);
}

const UNITS: readonly [unit: Intl.RelativeTimeFormatUnit, ms: number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** `3 hours ago`, `now`. */
export function formatAgo(ms: number): string {
  const [unit, length] = UNITS.find(([, each]) => ms >= each) ?? ['second', 1_000];
  return formats().relative.format(-Math.floor(Math.max(0, ms) / length), unit);
}

export function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}
