import type { Entry, EntryOf } from '../protocol/entry.ts';
import { cleanText } from '../protocol/text.ts';
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
export const ORIGIN_KEYS: ReadonlySet<string> = new Set(originKeys);

/** What a task was accepted with; never changes. */
export type TaskOrigin = Pick<TaskRow, (typeof originKeys)[number]>;

/** What the log of a task says up to `seq`: the same as `foldTask`, without holding the text. */
export type TaskProgress = Omit<TaskRow, keyof TaskOrigin>;

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
    attempts: 0,
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
    costUsd: null,
    errorCode: null,
    errorMessage: null,
  };
}

/** Takes the next entry of the log into the progress, in place. */
export function foldProgress(progress: TaskProgress, entry: Entry): void {
  progress.seq = entry.seq;
  progress.incarnation = Math.max(progress.incarnation, entry.incarnation);
  progress.epoch = Math.max(progress.epoch, entry.epoch);
  switch (entry.type) {
    case 'accepted':
      setModel(progress, entry.provider, entry.model);
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
      setModel(progress, entry.provider, entry.model);
      startRunning(progress, entry);
      return;
    case 'chunk':
      progress.chunksCount += 1;
      progress.firstChunkAt ??= entry.at;
      return;
    case 'failed_over':
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
    case 'provider_handle':
    case 'retry_scheduled':
  }
}

/** Names of models come from outside, and Postgres takes no NUL. */
function setModel(progress: TaskProgress, provider: string, model: string): void {
  progress.provider = cleanText(provider);
  progress.model = cleanText(model);
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
  if (entry.type === 'completed') {
    progress.finishReason = entry.finish_reason;
    progress.inputTokens = entry.usage.input_tokens;
    progress.cachedInputTokens = entry.usage.cached_input_tokens;
    progress.outputTokens = entry.usage.output_tokens;
    progress.reasoningTokens = entry.usage.reasoning_tokens;
    progress.usageEstimated = entry.usage.estimated;
    progress.costUsd = entry.cost_usd;
  }
  if (entry.type === 'failed') {
    progress.errorCode = entry.code;
    progress.errorMessage = cleanText(entry.message);
  }
}
