import type { Client } from '../continuo-client/make-client.ts';
import type { ReaderEnd } from '../continuo-client/make-task-reader.ts';
import type { Connection } from '../shell/create-connection.ts';
import { describeLog, emptyLog, takeEntry, type AnswerLog } from './answer-log.ts';
import type { Answer } from './answer.ts';
import { describeResult } from './describe-result.ts';
import { pacePerFrame, pacePerMs } from '../pace.ts';

/** Reads a task that is under way and keeps its answer up to date, on the page and over a reload. */
export interface FollowedTask {
  sleep: () => void;
  resume: () => void;
  stop: () => void;
}

export interface FollowTaskOptions {
  taskId: string;
  /** What has been read of it before. It is taken over and changed. */
  log: AnswerLog;
  client: Client;
  connection: Connection;
  /** At most once a frame. */
  onAnswer: (answer: Answer) => void;
  /** At most every half second, and when the page is left. */
  onSave: (log: AnswerLog) => void;
  /** The answer is final and agrees with what the service has. */
  onSettled: (answer: Answer) => void;
}

const SAVE_EVERY_MS = 500;

export function followTask(options: FollowTaskOptions): FollowedTask {
  const { taskId, client } = options;
  const { counters, now } = client.surroundings;
  const line = options.connection.open();
  const life = new AbortController();
  let { log } = options;
  const painting = pacePerFrame(() => options.onAnswer(describeLog(log)));
  const saving = pacePerMs(SAVE_EVERY_MS, () => options.onSave(log));

  const settle = async (end: ReaderEnd): Promise<void> => {
    painting.flush();
    saving.cancel();
    const outcome = await client.keepTrying(() => client.api.result(taskId), {
      signal: life.signal,
      onContact: line.report,
    });
    line.close();
    if (!outcome) return;
    if (outcome.ok) {
      const read = describeLog(log);
      const hasWhole = end === 'finished' && read.outcome !== undefined;
      if (hasWhole && read.text === outcome.value.text) options.onSettled(read);
      else {
        if (hasWhole) counters.mismatches += 1;
        options.onSettled({ ...read, ...describeResult(outcome.value), notes: read.notes });
      }
    } else {
      const code = outcome.fault.kind === 'problem' ? outcome.fault.problem.code : 'unreachable';
      const lost = { kind: 'failed', code, message: '' } as const;
      options.onSettled({ ...describeLog(log), status: 'failed', outcome: lost });
    }
  };

  const reader = client.readTask({
    taskId,
    from: {
      cursor: { seq: log.view.seq, incarnation: log.incarnation },
      epoch: log.view.epoch,
    },
    onEntries: (entries) => {
      for (const entry of entries) takeEntry(log, entry, now());
      painting.request();
      saving.request();
    },
    // Nothing is painted before the first entries are there again: the text does not blink.
    onReset: () => {
      log = emptyLog();
    },
    onContact: line.report,
    onEnd: (end) => void settle(end),
  });

  return {
    sleep: () => {
      reader.sleep();
      saving.flush();
    },
    resume: reader.resume,
    stop: () => {
      reader.stop();
      life.abort();
      painting.cancel();
      saving.flush();
      line.close();
    },
  };
}
