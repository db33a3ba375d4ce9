import { decodeEntry, type EntryDraft } from '@continuo/shared/protocol/entry';
import { foldTask } from '@continuo/shared/protocol/fold-task';
import { CACHE_RUNNING_MS } from '@continuo/shared/protocol/limits';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { TaskRecord } from '@continuo/shared/redis/task-record';
import { readWholeLog, type ReadLog } from '@continuo/shared/redis/task-stream';
import type { TaskTail } from '@continuo/shared/redis/task-tail';
import type { Transitions } from '@continuo/shared/redis/transitions';
import { answerTask } from './answer-task.ts';
import { planAttempt } from './claim-task.ts';
import { completedEntry, copiedEntry, failedEntry } from './finish-task.ts';
import { copiedUpTo, followTask } from './follow-task.ts';
import type { HeldTask, StopSignal } from './held-task.ts';
import type { LogWriter } from './log-writer.ts';
import type { FindProvider } from './providers/make-providers.ts';
import type { IdleLimits } from './providers/watch-idle.ts';

export interface AnswerSources {
  transitions: Transitions;
  readRecord: (taskId: TaskId) => Promise<TaskRecord | undefined>;
  readLog: ReadLog;
  tail: TaskTail;
  findProvider: FindProvider;
  idleLimits: IdleLimits;
  worker: string;
}

/** A held task and the doors through which work on it goes. */
export interface Work {
  task: HeldTask;
  writer: LogWriter;
  stop: StopSignal;
  /** Whether this work copies, or needs a provider call. */
  setCopying: (isCopying: boolean) => void;
  onError: (error: unknown) => void;
}

/**
 * Writes the answer into the log: copied from a task that answers the same request, where there is one, else
 * from the provider.
 *
 * @returns the terminal entry to end with; undefined: stopped before there was one
 */
export async function writeAnswer(sources: AnswerSources, work: Work): Promise<EntryDraft | undefined> {
  let source = work.task.record.follows;
  while (source !== undefined) {
    work.setCopying(true);
    const outcome = await copyFrom(source, sources, work);
    if (outcome !== 'abandoned') return outcome;
    source = await elect(source, sources, work);
  }
  work.setCopying(false);
  return work.stop.signal.aborted ? undefined : await askProvider(sources, work);
}

async function askProvider(sources: AnswerSources, work: Work): Promise<EntryDraft | undefined> {
  const { request } = work.task.record;
  const provider = sources.findProvider(request);
  if (!provider) {
    return failedEntry({
      code: 'provider_not_configured',
      message: `no generator serves ${request.provider}`,
    });
  }
  const outcome = await answerTask({ ...work, request, provider, idleLimits: sources.idleLimits });
  switch (outcome.tag) {
    case 'completed':
      return completedEntry(request, outcome.finishReason, outcome.usage);
    case 'failed':
      return failedEntry(outcome.failure);
    case 'stopped':
      return undefined;
  }
}

async function copyFrom(
  source: TaskId,
  { readLog, tail }: AnswerSources,
  { task, writer, stop }: Work,
): Promise<EntryDraft | undefined | 'abandoned'> {
  const log = (await readWholeLog(readLog, task.ref.taskId)).map(decodeEntry);
  const afterSeq = copiedUpTo(log, source);
  const countedChunks = foldTask(log).chunks.length;
  const outcome = await followTask({ source, afterSeq, countedChunks, tail, writer, stop });
  switch (outcome.tag) {
    case 'completed':
      return copiedEntry(outcome.finishReason);
    case 'failed':
      return failedEntry(outcome.failure);
    case 'stopped':
      return undefined;
    case 'abandoned':
      return 'abandoned';
  }
}

/** Asks who answers the request now, and writes it down. Undefined: this task does, or it was stopped. */
async function elect(
  abandoned: TaskId,
  sources: AnswerSources,
  { task, writer, stop }: Work,
): Promise<TaskId | undefined> {
  await writer.flush();
  const args = { ...task.fence, abandoned, cacheRunningMs: CACHE_RUNNING_MS };
  const reply = await sources.transitions.elect(task.ref, args);
  switch (reply.tag) {
    case 'stale_epoch':
      stop.stop('lost');
      return undefined;
    case 'follow':
      writer.write({ type: 'cache_hit', source_task_id: reply.source, kept_chunks: 0 });
      await writer.flush();
      return reply.source;
    case 'lead': {
      const record = (await sources.readRecord(task.ref.taskId)) ?? task.record;
      writer.write(planAttempt(record, record.attempts + 1, sources.worker));
      await writer.flush();
      return undefined;
    }
  }
}
