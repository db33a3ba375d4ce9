import { setTimeout as sleep } from 'node:timers/promises';
import { NO_USAGE, type EntryDraft } from '@continuo/shared/protocol/entry';
import type { TaskView } from '@continuo/shared/protocol/fold-task';
import type { PriceList } from '@continuo/shared/protocol/prices';
import type { Logger } from '@continuo/shared/runtime/logger';
import { abandonRun } from './attempts/abandon-run.ts';
import type { Answer } from './attempts/answer-task.ts';
import { billTask, type Bill } from './attempts/bill-task.ts';
import { estimateUntold } from './attempts/estimate-usage.ts';
import { takeEntries } from './claim-task.ts';
import { failedEntry, finishTask, type End } from './finish-task.ts';
import type { StopReason, HeldTask } from './held-task.ts';
import { holdLease } from './hold-lease.ts';
import { LogWriter } from './log-writer.ts';
import type { Place } from './workbench.ts';
import type { Work } from './work.ts';
import { writeAnswer, type AnswerSources } from './write-answer.ts';

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
    append: async (from, drafts) => {
      const reply = await transitions.append(task.ref, { ...task.fence, from, leaseMs }, drafts);
      if (reply.tag === 'appended') takeEntries(task, from, drafts);
      // A run that began while its task was being cancelled is ended too: its handle is stored nowhere else.
      if (reply.tag === 'cancel_requested') takeEntries(task, from, drafts.filter(isHandle));
      return reply;
    },
    headSeq: task.view.seq,
    nextChunkId: task.view.nextChunkId,
    stop,
    onError,
  });
  const letGo = holdLease({
    leaseMs,
    claimedAtMs: task.claimedAtMs,
    renew: () => transitions.renew(task.ref, { ...task.fence, holder: worker, leaseMs }),
    stop,
    onError,
  });
  // The time a task may take counts from its first attempt, over all its holders.
  const deadline = setTimeout(() => stop.stop('deadline'), Math.max(0, taskMs - task.ageMs));
  try {
    const work = { task, writer, stop, setCopying, onError };
    const answer = isPoison(task.view)
      ? giveUpPoison(options.prices, task.view)
      : await writeAnswer(options, work);
    // An answer that was bought whole but not stored whole is not complete.
    const isStored = await writer.flush();
    const end = await endWork(
      options,
      work,
      answer.tag === 'ended' && isStored ? answer : endOfStop(options, stop.reason, task),
    );
    logger.info({ seq: writer.headSeq, stopped: stop.reason, end }, 'work ended');
  } finally {
    clearTimeout(deadline);
    letGo();
  }
}

function isHandle({ type }: EntryDraft): boolean {
  return type === 'provider_handle';
}

/** Holders that brought no text one after another: then the task itself is what ends them. */
const FRUITLESS_HOLDERS_MAX = 5;

function isPoison(view: TaskView): boolean {
  return view.fruitlessHolders > FRUITLESS_HOLDERS_MAX;
}

/** The attempt that is open now asked nobody. */
function giveUpPoison(prices: PriceList, view: TaskView): Answer {
  const message = `${FRUITLESS_HOLDERS_MAX} generators in a row ended without a word of it`;
  const terminal = failedEntry({ code: 'poison', message }, billTask(prices, view, NO_USAGE));
  return { tag: 'ended', terminal, isDead: true };
}

/** Ends a task that is only held to be ended: its cancel was stored before it was claimed. */
export async function endCancelled(options: WorkOptions, task: HeldTask): Promise<void> {
  await abandonRun(options.targets, {
    task,
    onError: (error) => options.logger.warn({ err: error }, 'run not cancelled'),
  });
  await finishTask(
    options.transitions,
    task,
    task.view.seq,
    cancelledEnd(options.prices, task),
    options.cacheMs,
  );
}

/**
 * What Redis says of the end: anything but `finished` and `released` means that the task goes on elsewhere or is
 * over. An error is asked again for as long as the task is ours, within a bound: the answer is bought.
 */
async function endWork(
  { transitions, cacheMs, worker }: WorkOptions,
  { task, writer, stop, onError }: Work,
  end: End | undefined,
): Promise<string> {
  for (let tries = 1; stop.reason !== 'lost'; tries += 1) {
    try {
      const reply = end
        ? await finishTask(transitions, task, writer.headSeq, end, cacheMs)
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

/** A provider that is stopped tells nothing more: what the log has of its attempt is counted. */
function billStopped(prices: PriceList, { view, record }: HeldTask): Bill {
  return billTask(prices, view, estimateUntold(view, record.request));
}

function cancelledEnd(prices: PriceList, task: HeldTask): End {
  return { terminal: { type: 'cancelled', ...billStopped(prices, task) }, isDead: false };
}

/** The end that a stop asks for; undefined: none, the task goes on elsewhere. */
function endOfStop(
  { prices, taskMs }: WorkOptions,
  reason: StopReason | undefined,
  task: HeldTask,
): End | undefined {
  switch (reason) {
    case 'cancel_requested':
      return cancelledEnd(prices, task);
    case 'deadline': {
      const failure = { code: 'deadline_exceeded', message: `not done in ${taskMs} ms` } as const;
      return { terminal: failedEntry(failure, billStopped(prices, task)), isDead: true };
    }
    case 'drain':
    case 'lost':
    case undefined:
      return undefined;
  }
}
