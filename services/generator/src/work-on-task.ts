import { setTimeout as sleep } from 'node:timers/promises';
import type { EntryDraft } from '@continuo/shared/protocol/entry';
import type { Logger } from '@continuo/shared/runtime/logger';
import { failedEntry, finishTask } from './finish-task.ts';
import type { StopReason, HeldTask } from './held-task.ts';
import { holdLease } from './hold-lease.ts';
import { LogWriter } from './log-writer.ts';
import type { Place } from './workbench.ts';
import { writeAnswer, type AnswerSources, type Work } from './write-answer.ts';

/** How often the end of a task is asked for while Redis answers with errors, and the pause in between. */
const END_TRIES_MAX = 20;
const END_AGAIN_MS = 100;

export interface WorkOptions extends AnswerSources {
  leaseMs: number;
  /** How long a completed answer serves the same request. */
  cacheMs: number;
  /** Longest time one holder may work on a task. */
  taskMs: number;
  logger: Logger;
}

/** Works on a held task until it is ended, handed over or lost. */
export async function workOnTask(options: WorkOptions, task: HeldTask, place: Place): Promise<void> {
  const { transitions, leaseMs, taskMs, worker } = options;
  const { stop, setCopying } = place;
  const logger = options.logger.child({ task_id: task.ref.taskId, epoch: task.fence.epoch });
  const onError = (error: unknown): void => logger.warn({ err: error }, 'no answer from Redis or a provider');
  const writer = new LogWriter({
    append: (from, drafts) => transitions.append(task.ref, { ...task.fence, from, leaseMs }, drafts),
    headSeq: task.headSeq,
    nextChunkId: task.view.nextChunkId,
    stop,
    onError,
  });
  const letGo = holdLease({
    leaseMs,
    renew: () => transitions.renew(task.ref, { ...task.fence, holder: worker, leaseMs }),
    stop,
    onError,
  });
  const deadline = setTimeout(() => stop.stop('deadline'), taskMs);
  try {
    const work = { task, writer, stop, setCopying, onError };
    const terminal = await writeAnswer(options, work);
    // An answer that was bought whole but not stored whole is not complete.
    const isStored = await writer.flush();
    const end = await endWork(
      options,
      work,
      (isStored ? terminal : undefined) ?? terminalOfStop(stop.reason, taskMs),
    );
    logger.info({ seq: writer.headSeq, stopped: stop.reason, end }, 'work ended');
  } finally {
    clearTimeout(deadline);
    letGo();
  }
}

/** Ends a task that is only held to be ended: its cancel was stored before it was claimed. */
export async function endCancelled(options: WorkOptions, task: HeldTask): Promise<void> {
  await finishTask(options.transitions, task, task.headSeq, { type: 'cancelled' }, options.cacheMs);
}

/**
 * What Redis says of the end: anything but `finished` and `released` means that the task goes on elsewhere or is
 * over. An error is asked again for as long as the task is ours, within a bound: the answer is bought.
 */
async function endWork(
  { transitions, cacheMs, worker }: WorkOptions,
  { task, writer, stop, onError }: Work,
  terminal: EntryDraft | undefined,
): Promise<string> {
  for (let tries = 1; stop.reason !== 'lost'; tries += 1) {
    try {
      const reply = terminal
        ? await finishTask(transitions, task, writer.headSeq, terminal, cacheMs)
        : await transitions.release(task.ref, { ...task.fence, holder: worker });
      return reply.tag;
    } catch (error) {
      if (tries === END_TRIES_MAX) throw error;
      onError(error);
      await sleep(END_AGAIN_MS);
    }
  }
  return 'lost';
}

/** The end that a stop asks for; undefined: none, the task goes on elsewhere. */
function terminalOfStop(reason: StopReason | undefined, taskMs: number): EntryDraft | undefined {
  switch (reason) {
    case 'cancel_requested':
      return { type: 'cancelled' };
    case 'deadline':
      return failedEntry({ code: 'deadline_exceeded', message: `not done in ${taskMs} ms` });
    case 'drain':
    case 'lost':
    case undefined:
      return undefined;
  }
}
