import type { ConversationId } from '../protocol/task-id.ts';
import type { Redis } from './connection.ts';
import { dropDeadLetter, readDeadLetters } from './dead-letters.ts';
import type { RawEntry } from './entry-codec.ts';
import { requestsKey, taskKey } from './keys.ts';
import { toRequest } from './request-stream.ts';
import type { TaskRef } from './transitions.ts';

const PAGE_REQUESTS = 500;

/** The tasks of a conversation that are on the request stream of a partition: all that Postgres may not have. */
export async function findRequestedTasks(
  redis: Redis,
  partition: number,
  owner: string,
  conversationId: ConversationId,
): Promise<TaskRef[]> {
  const found: TaskRef[] = [];
  for (let start = '-'; ;) {
    const page = (await redis.xrange(
      ...([requestsKey(partition), start, '+', 'COUNT', PAGE_REQUESTS] as const),
    )) as RawEntry[];
    const tasks = await Promise.all(
      page.flatMap(toRequest).map(async ({ taskId }) => {
        const [ofOwner, ofConversation, requestHash] = await redis.hmget(
          ...([taskKey(taskId), 'owner', 'conversation_id', 'request_hash'] as const),
        );
        return ofOwner === owner && ofConversation === conversationId
          ? [{ taskId, requestHash: requestHash ?? '' }]
          : [];
      }),
    );
    found.push(...tasks.flat());
    const last = page.at(-1);
    if (!last || page.length < PAGE_REQUESTS) return found;
    start = `(${last[0]}`;
  }
}

/** Lets go of the dead letters of a conversation in a partition. */
export async function dropDeadLettersOf(
  redis: Redis,
  partition: number,
  owner: string,
  conversationId: ConversationId,
): Promise<void> {
  for await (const letter of readDeadLetters(redis, partition)) {
    if (letter.owner === owner && letter.conversationId === conversationId)
      await dropDeadLetter(redis, letter);
  }
}
