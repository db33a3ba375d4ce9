import type { Entry, EntryOf } from '../protocol/entry.ts';
import { cleanText } from '../protocol/text.ts';
import { foldConsumption, knownUsage } from '../protocol/usage.ts';
import type { TaskRow } from './schema.ts';

const originKeys = [
  'id',
  'owner',
  'conversationId',
  'request',
  'requestHash',
  'prompt',
  'createdAt',
] as const satisfies (keyof TaskRow)[];
/** Columns of a task that its log does not tell bit by bit. */
export const NOT_PROGRESS: ReadonlySet<string> = new Set([...originKeys, 'answer', 'logDeletedAt']);

/** What a task was accepted with; never changes. */
export type TaskOrigin = Pick<TaskRow, (typeof originKeys)[number]>;

/** What the log of a task says up to `seq`: the same as `foldTask`, without holding the text. */
export type TaskProgress = Omit<TaskRow, keyof TaskOrigin | 'answer' | 'logDeletedAt'>;

export function emptyProgress(): TaskProgress {
  return {
    seq: 0,
    incarnation: 0,
    epoch: 0,
    status: 'queued',
    provider: '',
    model: '',
    cached: false,
    sourceTaskId: null,
    parentTaskId: null,
    originTaskId: null,
    batchId: null,
    batchLine: null,
    worker: null,
    attempts: 0,
    takeovers: 0,
    retries: 0,
    cancelRequested: false,
    chunksCount: 0,
    startedAt: null,
    firstChunkAt: null,
    finishedAt: null,
    finishReason: null,
    inputTokens: null,
    cachedInputTokens: null,
    outputTokens: null,
    reasoningTokens: null,
    usageEstimated: null,
    savedOutputTokens: null,
    costUsd: null,
    errorCode: null,
    errorMessage: null,
  };
}

/** Takes the next entry of the log into the progress, in place. */
export function foldProgress(progress: TaskProgress, entry: Entry): void {
  progress.seq = entry.seq;
  progress.incarnation = Math.max(progress.incarnation, entry.incarnation);
  if (isTakeover(progress, entry)) progress.takeovers += 1;
  progress.epoch = Math.max(progress.epoch, entry.epoch);
  consume(progress, entry);
  switch (entry.type) {
    case 'accepted':
      setModel(progress, entry.provider, entry.model);
      progress.parentTaskId = entry.parent_task_id ?? null;
      progress.originTaskId = entry.retry_of ?? entry.rerun_of ?? null;
      progress.batchId = entry.batch_id ?? null;
      progress.batchLine = entry.batch_line ?? null;
      return;
    case 'cache_hit':
      progress.cached = true;
      progress.sourceTaskId = entry.source_task_id;
      startRunning(progress, entry);
      return;
    case 'attempt_started':
      progress.cached = false;
      progress.sourceTaskId = null;
      progress.attempts = entry.attempt;
      progress.worker = cleanText(entry.worker);
      progress.savedOutputTokens = (progress.savedOutputTokens ?? 0) + (entry.saved_output_tokens ?? 0);
      setModel(progress, entry.provider, entry.model);
      startRunning(progress, entry);
      return;
    case 'chunk':
      progress.chunksCount += 1;
      progress.firstChunkAt ??= entry.at;
      return;
    case 'failed_over':
      progress.retries += 1;
      setModel(progress, entry.to_provider, entry.to_model);
      return;
    case 'cancel_requested':
      progress.cancelRequested = true;
      return;
    case 'completed':
    case 'failed':
    case 'cancelled':
      finish(progress, entry);
      return;
    case 'retry_scheduled':
      progress.retries += 1;
      return;
    case 'provider_handle':
  }
}

/** Each holder opens an epoch of its own; the first takes nothing over. */
function isTakeover({ epoch }: TaskProgress, entry: Entry): boolean {
  return (entry.type === 'attempt_started' || entry.type === 'cache_hit') && epoch > 0 && entry.epoch > epoch;
}

/** Names of models come from outside, and Postgres takes no NUL. */
function setModel(progress: TaskProgress, provider: string, model: string): void {
  progress.provider = cleanText(provider);
  progress.model = cleanText(model);
}

/** The columns of the usage are a consumption: without tokens and `usageEstimated`, one of which nothing is known. */
function consume(progress: TaskProgress, entry: Entry): void {
  const { inputTokens, cachedInputTokens, outputTokens, reasoningTokens, usageEstimated } = progress;
  const estimated = usageEstimated ?? false;
  const usage =
    inputTokens === null
      ? undefined
      : {
          input_tokens: inputTokens,
          cached_input_tokens: cachedInputTokens ?? 0,
          output_tokens: outputTokens ?? 0,
          reasoning_tokens: reasoningTokens ?? 0,
          estimated,
        };
  const after = foldConsumption({ usage, hasUnknown: estimated }, entry, progress.attempts);
  const known = knownUsage(after);
  progress.inputTokens = known?.input_tokens ?? null;
  progress.cachedInputTokens = known?.cached_input_tokens ?? null;
  progress.outputTokens = known?.output_tokens ?? null;
  progress.reasoningTokens = known?.reasoning_tokens ?? null;
  progress.usageEstimated = known?.estimated ?? (after.hasUnknown || null);
}

function startRunning(
  progress: TaskProgress,
  entry: EntryOf<'attempt_started'> | EntryOf<'cache_hit'>,
): void {
  progress.status = 'running';
  progress.startedAt ??= entry.at;
  progress.chunksCount = Math.min(progress.chunksCount, entry.kept_chunks);
}

function finish(
  progress: TaskProgress,
  entry: EntryOf<'completed'> | EntryOf<'failed'> | EntryOf<'cancelled'>,
): void {
  progress.status = entry.type;
  progress.finishedAt = entry.at;
  progress.costUsd = entry.cost_usd ?? null;
  if (entry.type === 'completed') progress.finishReason = entry.finish_reason;
  if (entry.type === 'failed') {
    progress.errorCode = entry.code;
    progress.errorMessage = cleanText(entry.message);
  }
}
