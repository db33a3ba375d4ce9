import type { Failure } from '../protocol/failure.ts';
import type { ConversationId, TaskId } from '../protocol/task-id.ts';
import { partitionOf } from '../protocol/task-id.ts';
import type { Redis } from './connection.ts';
import type { RawEntry } from './entry-codec.ts';
import { deadKey } from './keys.ts';

/** A task that was given up on a budget and waits for somebody to retry or drop it. Without its texts. */
export interface DeadLetter {
  /** Its entry id in the dead-letter stream of the task's partition; in order of time. */
  letterId: string;
  taskId: TaskId;
  owner: string;
  conversationId: ConversationId;
  /** When the task was given up, unix ms. */
  at: number;
  attempts: number;
  /** Of the attempt that ran last. */
  provider: string;
  model: string;
  keptChunks: number;
  keptCharacters: number;
  failure: Pick<Failure, 'code' | 'message'>;
}

/** Letters read at once; a stream of them holds 10,000 or so. */
const PAGE_LETTERS = 500;

/**
 * The dead letters of a partition, newest first.
 *
 * @param upTo the newest letter id wanted, as XREVRANGE takes it: `(` in front leaves that one out
 */
export async function* readDeadLetters(
  redis: Redis,
  partition: number,
  upTo = '+',
): AsyncGenerator<DeadLetter> {
  for (let end: string | undefined = upTo; end !== undefined;) {
    const raw = (await redis.xrevrange(deadKey(partition), end, '-', 'COUNT', PAGE_LETTERS)) as RawEntry[];
    for (const entry of raw) yield parseLetter(entry);
    const last = raw.at(-1);
    end = last && raw.length === PAGE_LETTERS ? `(${last[0]}` : undefined;
  }
}

/** Undefined: the task has none. */
export async function findDeadLetter(redis: Redis, taskId: TaskId): Promise<DeadLetter | undefined> {
  for await (const letter of readDeadLetters(redis, partitionOf(taskId))) {
    if (letter.taskId === taskId) return letter;
  }
  return undefined;
}

/** Lets go of a letter; its task stays where it is. False: it was gone already. */
export async function dropDeadLetter(redis: Redis, { taskId, letterId }: DeadLetter): Promise<boolean> {
  return (await redis.xdel(deadKey(partitionOf(taskId)), letterId)) === 1;
}

function parseLetter([letterId, flat]: RawEntry): DeadLetter {
  const fields: Record<string, string | undefined> = Object.fromEntries(
    Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i], flat[2 * i + 1]]),
  );
  const { code, message } = JSON.parse(fields['failure'] ?? '{}') as DeadLetter['failure'];
  return {
    letterId,
    taskId: fields['task_id'] as TaskId,
    owner: fields['owner'] ?? '',
    conversationId: fields['conversation_id'] as ConversationId,
    at: Number(fields['at']),
    attempts: Number(fields['attempts']),
    provider: fields['provider'] ?? '',
    model: fields['model'] ?? '',
    keptChunks: Number(fields['kept_chunks']),
    keptCharacters: Number(fields['kept_characters']),
    failure: { code, message },
  };
}
