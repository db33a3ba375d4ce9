import { randomUUID } from 'node:crypto';
import { isTaskId, type TaskId } from '@continuo/shared/protocol/task-id';
import { taskKey } from '@continuo/shared/redis/keys';
import type { EventSourceMessage } from 'eventsource-parser';
import { generate, oneTo, readToTheEnd } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import type { Stage } from './stage.ts';

/** An acknowledged task, and those who read it. */
export interface Answer {
  taskId: TaskId;
  prompt: string;
  /** As asked for, the simulator's settings included. */
  model: string;
  readings: readonly Promise<Reading>[];
}

/** What a resuming reader was sent, over however many connections; or the sentence that says why it saw no end. */
export type Reading = { tag: 'read'; events: EventSourceMessage[] } | { tag: 'gave_up'; because: string };

export interface AnswersWanted {
  count: number;
  /** A model of the simulator, with settings: `sim-writer@tps=60,tokens=300`. */
  model: string;
  /** Resuming readers of each answer; default 1. */
  readers?: number;
  /** Further fields of each request. */
  request?: Readonly<Record<string, unknown>>;
}

/** Asks different questions at all gateways in turn, and starts reading each. */
export async function startAnswers({ stack }: Stage, wanted: AnswersWanted): Promise<Answer[]> {
  const { count, model, readers = 1, request = {} } = wanted;
  const name = randomUUID();
  return await Promise.all(
    oneTo(count).map(async (n) => {
      const prompt = `question ${n} of ${name}`;
      const reply = await generate(stack.urls[n % stack.urls.length] ?? '', { ...request, prompt, model });
      if (!isTaskId(reply.task_id)) throw new Error(`not a task id: ${reply.task_id}`);
      const taskId = reply.task_id;
      return { taskId, prompt, model, readings: oneTo(readers).map(() => read(stack.urls, taskId)) };
    }),
  );
}

/** Reads to the end at whatever gateway answers. Never rejects. */
export async function read(urls: readonly string[], taskId: TaskId, onEntry?: () => void): Promise<Reading> {
  try {
    return { tag: 'read', events: await readToTheEnd(urls, taskId, onEntry) };
  } catch (error) {
    return { tag: 'gave_up', because: String(error) };
  }
}

/** Resolves once each of these logs has so many entries: accepted, attempt started, then chunks. */
export async function untilStreaming(
  { logs }: Stage,
  answers: readonly Answer[],
  entriesMin = 12,
): Promise<void> {
  await eventually(
    () => Promise.all(answers.map(({ taskId }) => logs.redis.hget(taskKey(taskId), 'seq'))),
    (seqs) => seqs.every((seq) => Number(seq) >= entriesMin),
    60_000,
  );
}
