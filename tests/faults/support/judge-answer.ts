import { formatCursor } from '@continuo/shared/protocol/cursor';
import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import { decodeEntry, entryJson, type StoredEntry } from '@continuo/shared/protocol/entry';
import { answerText, foldTask } from '@continuo/shared/protocol/fold-task';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import { isTerminal } from '@continuo/shared/protocol/task-status';
import { expectedAnswer } from '@continuo/simulator/model-name';
import type { EventSourceMessage } from 'eventsource-parser';
import { attemptsOf } from '../../chaos/checks/attempts.ts';
import { isSameEntry } from '../../chaos/checks/case-file.ts';
import { callName } from '../../chaos/checks/provider-calls.ts';
import { countRegenerated } from '../../chaos/checks/count-regenerated.ts';
import type { ProviderCall } from '../../chaos/evidence/evidence.ts';
import { answerOf } from '../../support/api.ts';

/** Everything that is known of one answer when it is over. */
export interface AnswerEvidence {
  taskId: TaskId;
  prompt: string;
  model: string;
  /** What each reader was sent. Undefined: it saw no end. */
  readings: readonly (readonly EventSourceMessage[] | undefined)[];
  redis: readonly StoredEntry[];
  postgres: readonly StoredEntry[];
  /** The provider's calls for this question and model. */
  calls: readonly ProviderCall[];
}

/** What a fault has cost one answer. */
export interface AnswerVerdict {
  isLost: boolean;
  wrongEntries: number;
  /** Output tokens that were stored and generated again; white space at the very end of a text by itself. */
  boughtAgain: number;
  spaceBoughtAgain: number;
  /** Input tokens of the calls that followed the first. */
  inputBoughtAgain: number;
  /** What is wrong, as sentences. */
  complaints: string[];
}

/** A task that completed is not lost when it has one end, and its text is the one the simulator gives. */
export function judgeAnswer(evidence: AnswerEvidence): AnswerVerdict {
  const { readings, redis, postgres } = evidence;
  const losses = findLosses(evidence);
  const read = readings.map((events) => (events === undefined ? redis.length : countWrong(events, redis)));
  const apart = countDifferent(redis, postgres, isSameEntry);
  const bought = countBought(evidence);
  return {
    isLost: losses.length > 0,
    wrongEntries: sum(read) + apart,
    ...bought,
    complaints: [
      ...losses,
      ...read.flatMap((wrong, i) => (wrong > 0 ? [`reader ${i} has ${wrong} wrong entries`] : [])),
      ...(apart > 0 ? [`the stores differ in ${apart} entries`] : []),
      ...(bought.boughtAgain > 0 ? [`${bought.boughtAgain} stored tokens were bought again`] : []),
    ],
  };
}

function findLosses({ prompt, model, readings, redis }: AnswerEvidence): string[] {
  const ends = redis.filter(({ type }) => isTerminal(type));
  const expected = expectedAnswer(model, prompt).text;
  const texts = [
    answerText(foldTask(redis.map(decodeEntry))),
    ...readings.map((events) => events && answerOf(events)),
  ];
  return [
    ...(ends.length === 1 && ends[0]?.type === 'completed'
      ? []
      : [`it ended with: ${ends.map(({ type, data }) => `${type} ${data}`).join(', ') || 'nothing'}`]),
    ...texts.flatMap((text, i) => {
      const who = i === 0 ? 'the log' : `reader ${i - 1}`;
      if (text === expected) return [];
      return [
        text === undefined ? `${who} saw no end` : `${who} has another text, ${text.length} characters`,
      ];
    }),
  ];
}

/** Entries that are missing, too many, repeated, out of order or changed. */
function countWrong(events: readonly EventSourceMessage[], log: readonly StoredEntry[]): number {
  return countDifferent(
    events,
    log,
    (event, entry) =>
      event.id === formatCursor(entry) && event.event === entry.type && event.data === entryJson(entry),
  );
}

/** @param log its seqs are dense from 1, or that is a difference too */
function countDifferent<T>(
  seen: readonly T[],
  log: readonly StoredEntry[],
  isSame: (one: T, entry: StoredEntry) => boolean,
): number {
  const common = log.slice(0, seen.length).filter((entry, i) => {
    const one = seen[i];
    return entry.seq === i + 1 && one !== undefined && isSame(one, entry);
  });
  return Math.max(seen.length, log.length) - common.length;
}

function countBought({
  taskId,
  prompt,
  model,
  redis,
  calls,
}: AnswerEvidence): Pick<AnswerVerdict, 'boughtAgain' | 'spaceBoughtAgain' | 'inputBoughtAgain'> {
  const request: ChatRequest = {
    provider: 'simulator',
    model,
    messages: [{ role: 'user', content: prompt }],
  };
  const attempts = attemptsOf(redis.map(decodeEntry));
  const again = calls.map((call) => {
    const attempt = attempts.find((each) => callName(taskId, each) === call.client_request_id);
    return countRegenerated(request, attempt?.stored ?? '', call);
  });
  const inOrder = calls.toSorted((a, b) => a.started_at - b.started_at);
  return {
    boughtAgain: sum(again.map(({ regeneratedTokens }) => regeneratedTokens)),
    spaceBoughtAgain: sum(again.map(({ regeneratedSpace }) => regeneratedSpace)),
    inputBoughtAgain: sum(inOrder.slice(1).map(({ input_tokens }) => input_tokens)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
