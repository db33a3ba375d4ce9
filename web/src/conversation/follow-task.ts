import type { ApiFault } from '../continuo-client/api-fault.ts';
import type { Client } from '../continuo-client/make-client.ts';
import type { ReaderEnd } from '../continuo-client/make-task-reader.ts';
import type { Connection } from '../shell/create-connection.ts';
import { describeLog, emptyLog, takeEntry, type AnswerLog } from './answer-log.ts';
import type { Answer } from './answer.ts';
import { describeResult } from './describe-result.ts';
import { pacePerFrame } from '../pace.ts';

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
  /** What the page shows of it already: it is not taken back while the log is read up to there. */
  shown: Answer | undefined;
  client: Client;
  connection: Connection;
  /** At most once a frame. */
  onAnswer: (answer: Answer) => void;
  /** More of it was read. */
  onRead: (log: AnswerLog) => void;
  /** The answer is final and agrees with what the service has. */
  onSettled: (answer: Answer) => void;
}

export function followTask(options: FollowTaskOptions): FollowedTask {
  const { taskId, client } = options;
  const { counters, now } = client.surroundings;
  const line = options.connection.open();
  const life = new AbortController();
  let { log, shown } = options;
  const painting = pacePerFrame(() => {
    if (log.view.seq < (shown?.seq ?? 0)) return;
    shown = describeLog(log);
    options.onAnswer(shown);
  });

  const settle = async (end: ReaderEnd): Promise<void> => {
    painting.flush();
    const outcome = await client.keepTrying(() => client.api.result(taskId), {
      signal: life.signal,
      onContact: line.report,
    });
    line.close();
    if (!outcome) return;
    const read = describeLog(log);
    const hasWhole = end === 'finished' && read.outcome !== undefined;
    if (!outcome.ok) options.onSettled({ ...(shown ?? read), ...describeLoss(outcome.fault) });
    else if (hasWhole && read.text === outcome.value.text) options.onSettled(read);
    else {
      if (hasWhole) counters.mismatches += 1;
      options.onSettled({ ...(shown ?? read), ...describeResult(outcome.value) });
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
      options.onRead(log);
    },
    // Nothing is painted before the first entries are there again: the text does not blink.
    onReset: () => {
      log = emptyLog();
      shown = undefined;
    },
    onContact: line.report,
    onEnd: (end) => void settle(end),
  });

  return {
    sleep: reader.sleep,
    resume: reader.resume,
    stop: () => {
      reader.stop();
      life.abort();
      painting.cancel();
      line.close();
    },
  };
}

/** There is neither a log nor a result any more: what was read is all there is. */
function describeLoss(fault: ApiFault): Pick<Answer, 'status' | 'retry' | 'outcome'> {
  const code = fault.kind === 'problem' ? fault.problem.code : 'unreachable';
  return { status: 'failed', retry: undefined, outcome: { kind: 'failed', code, message: '' } };
}
