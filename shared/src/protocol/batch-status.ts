/** Paused: no further line begins. Cancelled: none ever will; it is over when those under way have ended. */
export const BATCH_STATUSES = ['running', 'paused', 'cancelled', 'completed'] as const;
/** Waiting: not submitted yet. Running: submitted and not over, so also while its task is queued. */
export const BATCH_LINE_STATUSES = ['waiting', 'running', 'completed', 'failed', 'cancelled'] as const;

export type BatchStatus = (typeof BATCH_STATUSES)[number];
