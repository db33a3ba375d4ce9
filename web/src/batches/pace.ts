import type { BatchPaceReply, BatchReply } from '@continuo/shared/protocol/batch-api';
import { countEnded } from './progress.ts';

/** Fewer ends than this say nothing about the next ones. */
const ENDED_MIN = 5;
/** A batch that was paused or waited long ago is judged by what it does now. */
const RECENT_SHARE = 0.25;

/** Lines a minute over the last quarter of the batch's time; undefined: too few ended in it to tell. */
export function measurePace({ ended, from, to, bucket_ms: bucketMs }: BatchPaceReply): number | undefined {
  const recent = Math.max(1, Math.ceil(ended.length * RECENT_SHARE));
  const counts = ended.slice(-recent);
  const count = counts.reduce((sum, each) => sum + each, 0);
  const sinceMs = from + (ended.length - counts.length) * bucketMs;
  const spanMs = to - sinceMs;
  return count >= ENDED_MIN && spanMs > 0 ? (count / spanMs) * 60_000 : undefined;
}

/**
 * How long the rest takes at the present pace, ms; undefined: nobody can tell, as of a batch that is paused or only
 * began.
 */
export function guessRemaining(batch: BatchReply, pace: BatchPaceReply): number | undefined {
  if (batch.status !== 'running' || batch.finished_at !== null) return undefined;
  const perMinute = measurePace(pace);
  if (perMinute === undefined) return undefined;
  return coarsen(((batch.progress.total - countEnded(batch.progress)) / perMinute) * 60_000);
}

/** A guess that was told to the second would look like knowledge. */
function coarsen(ms: number): number {
  const step = [10_000, 60_000, 600_000].findLast((each) => ms >= 3 * each) ?? 10_000;
  return Math.max(step, Math.round(ms / step) * step);
}
