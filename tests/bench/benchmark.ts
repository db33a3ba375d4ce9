/** Something that is measured on a real stack, by `npm run bench`. What must hold is a test; this is how fast. */
export interface Benchmark {
  /** As it is asked for: `npm run bench -- <name>`. */
  name: string;
  /** What is done, in a sentence. */
  about: string;
  /** @param say tells who waits how it goes */
  run: (say: (text: string) => void) => Promise<Figure[]>;
}

export interface Figure {
  /** What was measured. */
  what: string;
  /** With its unit. */
  value: string;
  /** What it should be, and whether it is; absent where nothing is promised. */
  target?: { text: string; isMet: boolean };
}

export function atMost(value: number, limit: number, unit: string): Pick<Figure, 'value' | 'target'> {
  return {
    value: `${round(value)} ${unit}`.trim(),
    target: { text: `at most ${limit} ${unit}`.trim(), isMet: value <= limit },
  };
}

export function atLeast(value: number, limit: number, unit: string): Pick<Figure, 'value' | 'target'> {
  return {
    value: `${round(value)} ${unit}`.trim(),
    target: { text: `at least ${limit} ${unit}`.trim(), isMet: value >= limit },
  };
}

/** Three digits that say something. */
export function round(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en');
}

/** @param share of 1: 0.5 is the median */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}
