const LANGUAGE = 'en';
const NBSP = '\u00a0';

const counts = new Intl.NumberFormat(LANGUAGE);
const tenths = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 1 });
const dollars = new Intl.NumberFormat(LANGUAGE, {
  style: 'currency',
  currency: 'USD',
  minimumSignificantDigits: 2,
  maximumSignificantDigits: 2,
});

export function formatCount(count: number): string {
  return counts.format(count);
}

/** `41 ms`, `6.2 s`, `84 s`: tenths only where they say something. The SI's symbols are the same in all languages. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${counts.format(Math.round(ms))}${NBSP}ms`;
  const seconds = ms / 1_000;
  return `${tenths.format(seconds < 10 ? seconds : Math.round(seconds))}${NBSP}s`;
}

/** Whole seconds of something that is still going on. */
export function formatElapsed(ms: number): string {
  return `${counts.format(Math.floor(Math.max(0, ms) / 1_000))}${NBSP}s`;
}

export function formatDollars(usd: number): string {
  return usd === 0 ? '$0' : dollars.format(usd);
}

export function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}
