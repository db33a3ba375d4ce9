import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import type { AcceptedLinks, EntryDraft } from '@continuo/shared/protocol/entry';
import type { Redis } from '@continuo/shared/redis/connection';
import type { ReadLog } from '@continuo/shared/protocol/log-page';
import type { Transitions } from '@continuo/shared/redis/transitions';
import { draftCachedAnswer } from './draft-cached-answer.ts';
import type { NamedTask } from './idempotency.ts';
import { Refusal } from '../http/refusal.ts';

export interface SubmitDeps {
  redis: Redis;
  transitions: Transitions;
  readLog: ReadLog;
  /** Bound of the request stream. */
  requestsMax: number;
}

export interface TaskToSubmit extends NamedTask {
  owner: string;
  request: ChatRequest;
  requestHash: string;
  cacheable: boolean;
  /** Under which it was asked for. */
  idempotencyKey?: string | undefined;
  /** What it has to do with other tasks; stands in its first entry. */
  links?: AcceptedLinks;
  /** Turns that are missing at the beginning of its history; told in its first entry. */
  droppedTurns?: number;
}

/** `cached`: completed by the submit itself, with the text of an earlier answer. */
export type SubmitOutcome = 'queued' | 'cached';

/** How long the cache may name a task that has not finished: longer than any task takes. */
const RUNNING_CACHED_MS = 3_600_000;
/** The cached answer can be replaced while it is being read; after as many times the answer is generated. */
const SOURCES_MAX = 3;

/** Submits a task; for one that is there already it only says what came of it then. */
export async function submitTask(deps: SubmitDeps, task: TaskToSubmit): Promise<SubmitOutcome> {
  const accepted: EntryDraft = {
    type: 'accepted',
    provider: task.request.provider,
    model: task.request.model,
    conversation_id: task.conversationId,
    request_hash: task.requestHash,
    cacheable: task.cacheable,
    ...task.links,
    ...(task.droppedTurns ? { dropped_turns: task.droppedTurns } : {}),
  };
  const args = {
    owner: task.owner,
    conversationId: task.conversationId,
    request: JSON.stringify(task.request),
    requestHash: task.requestHash,
    requestsMax: deps.requestsMax,
    cacheRunningMs: RUNNING_CACHED_MS,
    cacheable: task.cacheable,
    idempotencyKey: task.idempotencyKey,
  };
  let reply = await deps.transitions.submit(task, args, [accepted]);
  for (let i = 0; reply.tag === 'cached'; i += 1) {
    const { source } = reply;
    const answer = await draftCachedAnswer(deps.readLog, source);
    // An answer that cannot be had is asked for again, by one task for all that want it.
    const how = i === SOURCES_MAX ? { cacheable: false } : answer ? { source } : { unreadable: source };
    reply = await deps.transitions.submit(task, { ...args, ...how }, [accepted, ...(answer ?? [])]);
  }
  switch (reply.tag) {
    case 'created':
      return reply.status === 'completed' ? 'cached' : 'queued';
    case 'exists':
      return await readEarlierOutcome(deps, task);
    case 'overloaded':
      throw new Refusal('overloaded', 'Too many requests wait, of all owners or of this one.');
  }
}

/** An answer that the submit itself took from the cache stands right behind `accepted`, under epoch 0. */
export async function readEarlierOutcome(
  deps: Pick<SubmitDeps, 'readLog'>,
  task: NamedTask,
): Promise<SubmitOutcome> {
  const page = await deps.readLog(task.taskId, 1);
  const second = page.tag === 'page' ? page.entries[0] : undefined;
  return second?.type === 'cache_hit' && second.epoch === 0 ? 'cached' : 'queued';
}
