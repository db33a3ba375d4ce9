import type { Entry } from '@continuo/shared/protocol/entry';
import type { ApiFault } from '../../continuo-client/api/api-fault.ts';
import type { ReaderEnd } from '../../continuo-client/streams/make-task-reader.ts';
import type { Services } from '../../services.ts';
import { describeLog, emptyLog, takeEntry, type AnswerLog } from './answer-log.ts';
import type { Answer } from './answer.ts';
import { describeResult } from './describe-answer.ts';
import { pacePerFrame } from '../../pace.ts';

export interface FollowTaskOptions {
  taskId: string;
  /** What has been read of it before. It is taken over and changed. */
  log: AnswerLog;
  /** What the page shows of it already: it is not taken back while the log is read up to there. */
  shown: Answer | undefined;
  services: Pick<Services, 'client' | 'connection'>;
  /** Ends it. */
  signal: AbortSignal;
  /** At most once a frame. */
  onAnswer: (answer: Answer) => void;
  /** More of it was read. */
  onRead: (log: AnswerLog) => void;
  /** The answer is final and agrees with what the service has. */
  onSettled: (answer: Answer) => void;
}

/** Reads a task that is under way and keeps its answer up to date. */
export function followTask(options: FollowTaskOptions): void {
  const { taskId, signal } = options;
  const { client, connection } = options.services;
  const { counters, now } = client.surroundings;
  const line = connection.open();
  let { log, shown } = options;
  const painting = pacePerFrame(() => {
    if (log.view.seq < (shown?.seq ?? 0)) return;
    shown = describeLog(log);
    options.onAnswer(shown);
  });

  const settle = async (end: ReaderEnd): Promise<void> => {
    painting.flush();
    const outcome = await client.keepTrying(() => client.api.result(taskId), {
      signal,
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
      line.noteText(countText(entries));
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

  signal.addEventListener('abort', () => {
    reader.stop();
    painting.cancel();
    line.close();
  });
}

function countText(entries: readonly Entry[]): number {
  return entries.reduce((sum, entry) => sum + (entry.type === 'chunk' ? entry.text.length : 0), 0);
}

/** There is neither a log nor a result any more: what was read is all there is. */
function describeLoss(fault: ApiFault): Pick<Answer, 'status' | 'retry' | 'outcome'> {
  const code = fault.kind === 'problem' ? fault.problem.code : 'unreachable';
  return { status: 'failed', retry: undefined, outcome: { kind: 'failed', code, message: '' } };
}
