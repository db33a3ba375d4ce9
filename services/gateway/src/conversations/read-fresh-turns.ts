import type { TurnReply } from '@continuo/shared/protocol/conversation-api';
import type { ReadLog } from '@continuo/shared/protocol/log-page';
import type { ConversationId, TaskId } from '@continuo/shared/protocol/task-id';
import type { Redis } from '@continuo/shared/redis/connection';
import { readConversationHead } from '@continuo/shared/redis/conversation-head';
import { readTaskRecord } from '@continuo/shared/redis/task-record';
import { isRedisOutage } from '../stores/redis-outage.ts';
import { readTaskView } from '../tasks/task-view.ts';
import { compareTurns, describeFreshTurn } from './describe-turn.ts';

export interface FreshTurnDeps {
  owner: string;
  redis: Redis;
  readLog: ReadLog;
}

/** A conversation as far as Postgres may not have it. */
export interface FreshTurns {
  /** Newest first. */
  turns: TurnReply[];
  /** '' for none; undefined: Redis does not know. */
  system: string | undefined;
}

/** A persister takes 100 ms to a turn: more than a few are fresh only while it is away. */
const FRESH_MAX = 20;

/**
 * The newest turns, those of which nothing is mirrored, and what they answer. Ask before Postgres is read: what is
 * mirrored in between is then found in both. While Redis is away nothing new begins, and Postgres says what it has.
 */
export async function readFreshTurns(deps: FreshTurnDeps, id: ConversationId): Promise<FreshTurns> {
  try {
    const head = await readConversationHead(deps.redis, deps.owner, id);
    return { turns: await readUnmirrored(deps, id, [head.head, head.previous]), system: head.system };
  } catch (error) {
    if (!isRedisOutage(error)) throw error;
    return { turns: [], system: undefined };
  }
}

async function readUnmirrored(
  { owner, redis, readLog }: FreshTurnDeps,
  id: ConversationId,
  newest: readonly (TaskId | undefined)[],
): Promise<TurnReply[]> {
  const wanted = new Set(newest);
  const turns: TurnReply[] = [];
  // A set gives what is added to it while it is being walked through, each once.
  for (const taskId of wanted) {
    if (turns.length === FRESH_MAX) break;
    const record = taskId && (await readTaskRecord(redis, taskId));
    if (!record || record.owner !== owner || record.conversationId !== id) continue;
    if (record.persistedSeq > 0) continue;
    const view = await readTaskView(readLog, record.taskId);
    if (!view || view.links.batchId !== undefined) continue;
    turns.push(describeFreshTurn(record, view));
    wanted.add(view.links.parentTaskId);
  }
  return turns.toSorted(compareTurns);
}
