import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { canonicalRequest, type ChatRequest } from '../../protocol/chat-request.ts';
import { NO_USAGE, type EntryDraft, type StoredEntry } from '../../protocol/entry.ts';
import { makeConversationId, makeTaskId } from '../../protocol/task-id.ts';
import type { Redis } from '../connection.ts';
import { GENERATORS, requestsKey, taskKey } from '../keys.ts';
import { readTaskStream, readWholeLog } from '../task-stream.ts';
import type { Fence, RestoreArgs, SubmitArgs, SubmitReply, TaskRef, Transitions } from '../transitions.ts';

/** Tasks and entries as tests need them: everything that does not matter has a value. */

/** Longer than any test: a lease that does not run out. */
export const LEASE_MS = 600_000;

export const REQUEST: ChatRequest = {
  provider: 'simulator',
  model: 'sim-writer',
  messages: [{ role: 'user', content: 'Why is the sky blue?' }],
};

export function hashRequest(owner: string, request: ChatRequest): string {
  return createHash('sha256').update(canonicalRequest(owner, request)).digest('hex');
}

/** A task that nobody has heard of, of a request that nobody else makes. */
export function newTask(requestHash = randomBytes(32).toString('hex')): TaskRef {
  return { taskId: makeTaskId(0, randomUUID()), requestHash };
}

export function submitArgs(overrides: Partial<SubmitArgs> = {}): SubmitArgs {
  return {
    owner: 'local',
    conversationId: makeConversationId(randomUUID()),
    request: JSON.stringify(REQUEST),
    requestsMax: 1_000,
    cacheable: true,
    cacheRunningMs: 60_000,
    ...overrides,
  };
}

export function submit(
  transitions: Transitions,
  task: TaskRef,
  overrides: Partial<SubmitArgs> = {},
): Promise<SubmitReply> {
  return transitions.submit(task, submitArgs(overrides), [accepted(task)]);
}

/** Submits a task that waits for its first holder; its log is `accepted`. */
export async function submitNew(
  transitions: Transitions,
  overrides: Partial<SubmitArgs> = {},
  task = newTask(),
): Promise<TaskRef> {
  const { tag } = await submit(transitions, task, overrides);
  if (tag !== 'created') throw new Error(`submit answered ${tag}`);
  return task;
}

/** The first rebuilding of a task that one worker had begun. */
export function restoreArgs(overrides: Partial<RestoreArgs> = {}): RestoreArgs {
  return {
    owner: 'local',
    conversationId: 'c_1',
    request: JSON.stringify(REQUEST),
    head: 1,
    incarnation: 1,
    epoch: 1,
    attempts: 1,
    createdAt: 1_000,
    startedAt: 2_000,
    cacheable: false,
    cacheRunningMs: 60_000,
    ...overrides,
  };
}

export interface Hold extends Fence {
  holder: string;
}

/** Opens an epoch on a log that ends at `head`. */
export async function hold(
  transitions: Transitions,
  task: TaskRef,
  { head = 1, incarnation = 0, holder = 'worker-a', leaseMs = LEASE_MS } = {},
): Promise<Hold> {
  const nonce = randomBytes(16).toString('hex');
  const args = { head, incarnation, nonce, holder, leaseMs };
  const reply = await transitions.openEpoch(task, args, attemptStarted(1));
  if (reply.tag !== 'opened') throw new Error(`open_epoch answered ${reply.tag}`);
  return { epoch: reply.epoch, nonce, holder };
}

/** Submits a task and holds it; its log is `accepted`, `attempt_started`. */
export async function submitHeld(
  transitions: Transitions,
  overrides: Partial<SubmitArgs> = {},
): Promise<{ task: TaskRef; fence: Hold }> {
  const task = await submitNew(transitions, overrides);
  return { task, fence: await hold(transitions, task) };
}

export function accepted(task: TaskRef): EntryDraft {
  return {
    type: 'accepted',
    provider: REQUEST.provider,
    model: REQUEST.model,
    conversation_id: 'c_1',
    request_hash: task.requestHash,
  };
}

export function attemptStarted(attempt: number, keptChunks = 0): EntryDraft {
  return {
    type: 'attempt_started',
    attempt,
    worker: 'worker-a',
    provider: REQUEST.provider,
    model: REQUEST.model,
    strategy: 'restart',
    kept_chunks: keptChunks,
  };
}

export function chunk(id: number, text = `part ${id} `): EntryDraft {
  return { type: 'chunk', chunk_id: id, text };
}

export const COMPLETED: EntryDraft = {
  type: 'completed',
  finish_reason: 'stop',
  usage: NO_USAGE,
  cost_usd: 0,
};
export const FAILED: EntryDraft = { type: 'failed', code: 'provider_error', message: 'x', retryable: true };
export const CANCELLED: EntryDraft = { type: 'cancelled' };

export function readLog(redis: Redis, { taskId }: TaskRef): Promise<StoredEntry[]> {
  return readWholeLog((id, afterSeq) => readTaskStream(redis, id, afterSeq), taskId);
}

export async function readTypes(redis: Redis, task: TaskRef): Promise<string[]> {
  return (await readLog(redis, task)).map((entry) => entry.type);
}

/** The holder has been silent for longer than its lease. */
export async function runOut(redis: Redis, { taskId }: TaskRef): Promise<void> {
  await redis.hset(taskKey(taskId), 'lease', 0);
}

export interface Pending {
  entryId: string;
  consumer: string;
  idleMs: number;
  deliveries: number;
}

/** The requests that generators have read and not finished. */
export async function readPending(redis: Redis): Promise<Pending[]> {
  type Row = [entryId: string, consumer: string, idleMs: number, deliveries: number];
  const rows = (await redis.xpending(requestsKey(0), GENERATORS, '-', '+', 1_000)) as Row[];
  return rows.map(([entryId, consumer, idleMs, deliveries]) => ({ entryId, consumer, idleMs, deliveries }));
}
