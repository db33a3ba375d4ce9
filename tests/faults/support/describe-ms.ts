import { percentile } from '../../chaos/report/takeovers.ts';

/** `p50 3, p99 12 ms (of 40)`. */
export function describeMs(values: readonly number[]): string {
  if (values.length === 0) return 'none';
  const of = (share: number): number => Math.round(percentile(values, share) ?? 0);
  return `p50 ${of(0.5)}, p99 ${of(0.99)} ms (of ${values.length})`;
}
