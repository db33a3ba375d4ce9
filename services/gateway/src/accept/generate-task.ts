import { createHash } from 'node:crypto';
import type { GenerateReply, GenerateRequest } from '@continuo/shared/protocol/http-api';
import { readLogHead } from '@continuo/shared/redis/task-stream';
import type { ConversationId } from '@continuo/shared/protocol/task-id';
import type { Offer } from '../config.ts';
import { claimIdempotencyKey, isKeyClaimed, type NamedTask } from './idempotency.ts';
import type { FindTaskDeps } from '../tasks/find-task.ts';
import { hashRequest, nameTask } from './name-task.ts';
import { normaliseRequest } from './normalise-request.ts';
import type { RedisMemory } from '../stores/redis-memory.ts';
import { Refusal } from '../http/refusal.ts';
import { readEarlierOutcome, submitTask, type SubmitDeps, type SubmitOutcome } from './submit-task.ts';

export interface GenerateDeps extends SubmitDeps {
  owner: string;
  offer: Offer;
  partitions: number;
  /** False: no answer is taken from the cache, none is put there. */
  cacheEnabled: boolean;
  memory: Pick<RedisMemory, 'findShortage'>;
  readTaskRow: FindTaskDeps['readTaskRow'];
}

/**
 * Accepts a request. With an idempotency key, saying it again gives the same reply, and finishes what a crash
 * between the claim of the key and the submit had left undone.
 */
export async function generateTask(
  deps: GenerateDeps,
  body: GenerateRequest,
  idempotencyKey: string | undefined,
): Promise<GenerateReply> {
  const request = normaliseRequest(body, deps.offer);
  await shedWhenShort(deps, idempotencyKey);
  const requestHash = hashRequest(deps.owner, request);
  const cacheable = deps.cacheEnabled && body.cache !== false;
  const fresh = nameTask(
    deps.partitions,
    cacheable ? requestHash : undefined,
    body.conversation_id as ConversationId | undefined,
  );
  const named =
    idempotencyKey === undefined
      ? fresh
      : await claimIdempotencyKey(deps.redis, deps.owner, idempotencyKey, hashBody(body), fresh);
  if (named === 'conflict') throw new Refusal('idempotency_conflict');

  const task = { ...named, requestHash, request, cacheable, owner: deps.owner };
  const isRepeat = named.taskId !== fresh.taskId;
  const outcome = (isRepeat && (await findEarlierOutcome(deps, named))) || (await submitTask(deps, task));
  return {
    task_id: named.taskId,
    conversation_id: named.conversationId,
    status: outcome === 'cached' ? 'completed' : 'queued',
    cached: outcome === 'cached',
    stream_url: `/api/chat/stream/${named.taskId}`,
  };
}

/**
 * What came of a task that was accepted under its key before; undefined: nothing yet, a crash came in between. Its
 * record may have expired from Redis, so that a submit would begin it again.
 */
async function findEarlierOutcome(deps: GenerateDeps, named: NamedTask): Promise<SubmitOutcome | undefined> {
  const isInRedis = (await readLogHead(deps.redis, named.taskId)) !== undefined;
  const isKnown = isInRedis || (await deps.readTaskRow(named.taskId)) !== undefined;
  return isKnown ? await readEarlierOutcome(deps, named) : undefined;
}

/** What was accepted under its key before is nothing new, and gets its reply. */
async function shedWhenShort(
  { memory, redis, owner }: GenerateDeps,
  idempotencyKey: string | undefined,
): Promise<void> {
  const shortage = memory.findShortage();
  if (shortage === undefined) return;
  if (idempotencyKey !== undefined && (await isKeyClaimed(redis, owner, idempotencyKey))) return;
  throw new Refusal('no_room', shortage);
}

/** Of the validated body: its fields stand in the order of the schema, whatever order they came in. */
function hashBody(body: GenerateRequest): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('hex');
}
