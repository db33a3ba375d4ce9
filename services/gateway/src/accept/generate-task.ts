import { createHash } from 'node:crypto';
import type { GenerateReply, GenerateRequest } from '@continuo/shared/protocol/http-api';
import type { ConversationId } from '@continuo/shared/protocol/task-id';
import {
  noteTurn,
  readConversationHead,
  type ConversationHead,
} from '@continuo/shared/redis/conversation-head';
import { planRegeneration } from '../conversations/plan-regeneration.ts';
import { planFirstTurn, planNextTurn, type Turn, type TurnDeps } from '../conversations/plan-turn.ts';
import { Refusal } from '../http/refusal.ts';
import type { RedisMemory } from '../stores/redis-memory.ts';
import { findTaskIfAny } from '../tasks/find-task.ts';
import { claimIdempotencyKey, readClaim, type KeyUse, type NamedTask } from './idempotency.ts';
import { hashRequest, nameTask } from './name-task.ts';
import { readEarlierOutcome, submitTask, type SubmitDeps, type SubmitOutcome } from './submit-task.ts';

export interface GenerateDeps extends SubmitDeps, TurnDeps {
  partitions: number;
  /** False: no answer is taken from the cache, none is put there. */
  cacheEnabled: boolean;
  memory: Pick<RedisMemory, 'findShortage'>;
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
  const { redis, owner } = deps;
  const conversationId = body.conversation_id as ConversationId | undefined;
  // Before the key: a head that this very request wrote, when it came first, is then told by the claim.
  const head = conversationId && (await readConversationHead(redis, owner, conversationId));
  const use = idempotencyKey === undefined ? undefined : { key: idempotencyKey, bodySha256: hashBody(body) };
  const claimed = use && (await readClaim(redis, owner, use));
  if (claimed === 'conflict') throw new Refusal('idempotency_conflict');
  const earlier = claimed && (await findEarlier(deps, claimed));
  if (earlier) return earlier;

  const isOwn = head?.head !== undefined && head.head === claimed?.taskId;
  const turn = await planTurn(deps, body, isOwn ? { ...head, head: undefined } : head);
  const shortage = deps.memory.findShortage();
  if (shortage !== undefined) throw new Refusal('no_room', shortage);
  return await acceptTurn(deps, turn, body.cache ?? body.regenerate_of === undefined, use);
}

async function planTurn(
  deps: GenerateDeps,
  body: GenerateRequest,
  head: ConversationHead | undefined,
): Promise<Turn> {
  const { regenerate_of: origin, conversation_id: id } = body;
  if (origin !== undefined) return await planRegeneration(deps, body, origin);
  if (id === undefined || !head) return planFirstTurn(body, deps.offer);
  return await planNextTurn(deps, body, id as ConversationId, head);
}

/**
 * What came of a request that was accepted under its key before; undefined: nothing yet, or a crash came in between.
 * Its record may have expired from Redis, so that a submit would begin it again.
 */
async function findEarlier(deps: GenerateDeps, named: NamedTask): Promise<GenerateReply | undefined> {
  if (!(await findTaskIfAny(deps, named.taskId))) return undefined;
  return describeTask(named, await readEarlierOutcome(deps, named));
}

async function acceptTurn(
  deps: GenerateDeps,
  turn: Turn,
  mayCache: boolean,
  use: KeyUse | undefined,
): Promise<GenerateReply> {
  const { redis, owner } = deps;
  const requestHash = hashRequest(owner, turn.request);
  const cacheable = deps.cacheEnabled && mayCache;
  const fresh = nameTask(deps.partitions, cacheable ? requestHash : undefined, turn.conversationId);
  const named = use ? await claimIdempotencyKey(redis, owner, use, fresh) : fresh;
  if (named === 'conflict') throw new Refusal('idempotency_conflict');

  await noteTurn(redis, owner, named, { previous: turn.newest, system: turn.system });
  return describeTask(
    named,
    await submitTask(deps, {
      ...named,
      owner,
      request: turn.request,
      requestHash,
      cacheable,
      idempotencyKey: use?.key,
      links: turn.links,
      droppedTurns: turn.droppedTurns,
    }),
  );
}

function describeTask({ taskId, conversationId }: NamedTask, outcome: SubmitOutcome): GenerateReply {
  return {
    task_id: taskId,
    conversation_id: conversationId,
    status: outcome === 'cached' ? 'completed' : 'queued',
    cached: outcome === 'cached',
    stream_url: `/api/chat/stream/${taskId}`,
  };
}

/** Of the validated body: its fields stand in the order of the schema, whatever order they came in. */
function hashBody(body: GenerateRequest): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('hex');
}
