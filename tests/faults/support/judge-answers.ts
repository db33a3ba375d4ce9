import { decodeEntry, type Entry, type StoredEntry } from '@continuo/shared/protocol/entry';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { EventSourceMessage } from 'eventsource-parser';
import type { ProviderCall } from '../../chaos/evidence/evidence.ts';
import type { DoneFault } from '../../chaos/faults/send-signal.ts';
import { findTakeovers } from '../../chaos/report/takeovers.ts';
import { endsBefore, waitForTasks } from '../../chaos/settle.ts';
import { cutAtRewinds } from '../../support/cut-at-rewinds.ts';
import type { Measured } from '../trial.ts';
import type { Answer } from './answers.ts';
import { judgeAnswer, type AnswerVerdict } from './judge-answer.ts';
import type { Stage } from './stage.ts';

export interface Judged {
  /** What became of the answers. A trial adds what it did, and how long work stood still. */
  figures: Omit<Measured, 'faultsDone' | 'recoveryMs'>;
  /** The log of each answer, in their order, for what else a trial looks for. */
  logs: Entry[][];
}

const COMPLAINTS_MAX = 20;

/**
 * Waits until all have ended, are mirrored and read; then judges them by both stores, their readers and the provider.
 *
 * @param withinMs a bound for answers that hang: those are lost
 */
export async function judgeAnswers(
  stage: Stage,
  answers: readonly Answer[],
  withinMs = 90_000,
): Promise<Judged> {
  const deadlineMs = performance.now() + withinMs;
  const unsettled = await waitForTasks(
    stage.logs.redis,
    answers.map(({ taskId }) => taskId),
    deadlineMs,
  );
  const calls = Map.groupBy(await stage.ledger.readAll(), nameOf);
  const judged = await Promise.all(
    answers.map(async (answer) => {
      const name = nameOf({ requested_model: answer.model, prompt: answer.prompt });
      return await judge(stage, answer, calls.get(name) ?? [], deadlineMs);
    }),
  );
  const complaints = [
    ...unsettled.map(({ what }) => what),
    ...judged.flatMap(({ verdict, answer }) => verdict.complaints.map((what) => `${answer.taskId}: ${what}`)),
  ];
  return {
    figures: {
      ...sumUp(judged.map(({ verdict }) => verdict)),
      complaints: complaints.slice(0, COMPLAINTS_MAX),
    },
    logs: judged.map(({ log }) => log),
  };
}

function nameOf({
  requested_model: model,
  prompt,
}: Pick<ProviderCall, 'requested_model' | 'prompt'>): string {
  return `${model}\n${prompt}`;
}

async function judge({ logs }: Stage, answer: Answer, calls: readonly ProviderCall[], deadlineMs: number) {
  const { taskId, prompt, model } = answer;
  const readings = await Promise.all(answer.readings.map((reading) => eventsOf(reading, deadlineMs)));
  const redis = await readOrNothing(logs.readRedis, taskId);
  const postgres = await readOrNothing(logs.readPostgres, taskId);
  const verdict = judgeAnswer({ taskId, prompt, model, readings, redis, postgres, calls });
  return { answer, verdict, log: redis.map(decodeEntry) };
}

/** Undefined: the reader saw no end, in time. */
async function eventsOf(
  reading: Answer['readings'][number],
  deadlineMs: number,
): Promise<EventSourceMessage[] | undefined> {
  if (!(await endsBefore(reading, deadlineMs))) return undefined;
  const read = await reading;
  return read.tag === 'read' ? cutAtRewinds(read.events) : undefined;
}

/** A log that is not there is empty: the verdict tells. */
async function readOrNothing(
  readLog: (taskId: TaskId) => Promise<StoredEntry[]>,
  taskId: TaskId,
): Promise<StoredEntry[]> {
  try {
    return await readLog(taskId);
  } catch {
    return [];
  }
}

function sumUp(verdicts: readonly AnswerVerdict[]): Judged['figures'] {
  const sum = (pick: (verdict: AnswerVerdict) => number): number =>
    verdicts.reduce((total, verdict) => total + pick(verdict), 0);
  const space = sum(({ spaceBoughtAgain }) => spaceBoughtAgain);
  return {
    answers: verdicts.length,
    lost: sum(({ isLost }) => (isLost ? 1 : 0)),
    wrongEntries: sum(({ wrongEntries }) => wrongEntries),
    boughtAgain: sum(({ boughtAgain }) => boughtAgain),
    inputBoughtAgain: sum(({ inputBoughtAgain }) => inputBoughtAgain),
    ...(space > 0
      ? { remark: `${space} tokens of white space at the end of a stored text were generated again` }
      : {}),
  };
}

/** For each task that a victim held: ms from the signal to the next `attempt_started`. */
export function recoveriesOf(logs: readonly Entry[][], faults: readonly DoneFault[]): number[] {
  const takeovers = findTakeovers(
    logs.map((entries) => ({ entries })),
    faults,
  );
  return takeovers.flatMap(({ ms }) => ms ?? []);
}
