import { randomUUID } from 'node:crypto';
import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import type { EntryDraft } from '@continuo/shared/protocol/entry';
import { makeConversationId, makeTaskId, partitionOf } from '@continuo/shared/protocol/task-id';
import type { Redis } from '@continuo/shared/redis/connection';
import { GENERATORS } from '@continuo/shared/redis/keys';
import { ensureGroup } from '@continuo/shared/redis/request-stream';
import { makeTransitions, type Fence, type TaskRef } from '@continuo/shared/redis/transitions';

/** A task as gateway and generator make it: the real transitions, under a real fence. */
export interface ScriptedTask extends TaskRef {
  /** One append of chunks. */
  write(...texts: string[]): Promise<void>;
  append(...drafts: EntryDraft[]): Promise<void>;
  complete(): Promise<void>;
}

const REQUESTS_MAX = 100_000;
const CACHE_MS = 60_000;
const LEASE_MS = 60_000;

export async function submitTask(
  redis: Redis,
  { prompt = 'Why?', owner = 'alice', partition = 0 } = {},
): Promise<ScriptedTask> {
  const transitions = makeTransitions(redis);
  const taskId = makeTaskId(partition, randomUUID());
  const task: TaskRef = { taskId, requestHash: randomUUID() };
  const conversationId = makeConversationId(randomUUID());
  const messages: ChatRequest['messages'] = [{ role: 'user', content: prompt }];
  const request: ChatRequest = { provider: 'simulator', model: 'sim-writer', messages };
  await ensureGroup(redis, partitionOf(taskId), GENERATORS);
  const submitted = await transitions.submit(
    task,
    {
      owner,
      conversationId,
      request: JSON.stringify(request),
      requestsMax: REQUESTS_MAX,
      cacheable: false,
      cacheRunningMs: CACHE_MS,
    },
    [
      {
        type: 'accepted',
        provider: request.provider,
        model: request.model,
        conversation_id: conversationId,
        request_hash: task.requestHash,
      },
    ],
  );
  expectTag(submitted.tag, 'created');
  return { ...task, ...makeWriter(redis, task) };
}

/** Where the log ends that a holder goes on with. */
interface KnownEnd {
  head: number;
  incarnation: number;
}

/** Another holder of a task whose log was rebuilt. */
export async function goOnWith(redis: Redis, task: TaskRef, end: KnownEnd): Promise<ScriptedTask> {
  await ensureGroup(redis, partitionOf(task.taskId), GENERATORS);
  return { ...task, ...makeWriter(redis, task, end) };
}

/** Opens an epoch with the first append. */
function makeWriter(
  redis: Redis,
  task: TaskRef,
  end: KnownEnd = { head: 1, incarnation: 0 },
): Omit<ScriptedTask, keyof TaskRef> {
  const transitions = makeTransitions(redis);
  const nonce = randomUUID();
  let fence: Fence | undefined;
  let seq = end.head;
  let chunkId = 0;

  async function open(): Promise<Fence> {
    const opening = { attempt: 1, worker: 'test-1', strategy: 'restart', kept_chunks: 0 } as const;
    const opened = await transitions.openEpoch(
      task,
      { ...end, nonce, holder: 'test-1', leaseMs: LEASE_MS },
      { type: 'attempt_started', provider: 'simulator', model: 'sim-writer', ...opening },
    );
    if (opened.tag !== 'opened') throw new Error(`open_epoch answered ${opened.tag}`);
    seq += 1;
    return { epoch: opened.epoch, nonce };
  }

  async function append(...drafts: EntryDraft[]): Promise<void> {
    fence ??= await open();
    const appended = await transitions.append(task, { ...fence, from: seq + 1, leaseMs: LEASE_MS }, drafts);
    expectTag(appended.tag, 'appended');
    seq += drafts.length;
  }

  return {
    append,
    write: (...texts) =>
      append(...texts.map((text) => ({ type: 'chunk', chunk_id: chunkId++, text }) as const)),
    async complete() {
      fence ??= await open();
      const usage = { input_tokens: 7, cached_input_tokens: 2, output_tokens: 11, reasoning_tokens: 3 };
      const finished = await transitions.finish(
        task,
        { ...fence, head: seq, cacheMs: 0 },
        { type: 'completed', finish_reason: 'stop', usage: { ...usage, estimated: false }, cost_usd: 0.25 },
      );
      expectTag(finished.tag, 'finished');
    },
  };
}

function expectTag(actual: string, expected: string): void {
  if (actual !== expected) throw new Error(`expected ${expected}, got ${actual}`);
}
