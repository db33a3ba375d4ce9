import { randomUUID } from 'node:crypto';
import type { EntryDraft, Usage } from '@continuo/shared/protocol/entry';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { Redis } from '@continuo/shared/redis/connection';
import { GENERATORS, PERSISTERS } from '@continuo/shared/redis/keys';
import { partitionOf } from '@continuo/shared/protocol/task-id';
import { ensureGroup } from '@continuo/shared/redis/request-stream';
import { readTaskRecord } from '@continuo/shared/redis/task-record';
import { makeTransitions } from '@continuo/shared/redis/transitions';

/** Writes a task's log as a generator does: the real transitions, under a real fence. */
export interface AnswerWriter {
  /** One append. */
  write: (...texts: string[]) => Promise<void>;
  complete: () => Promise<void>;
  /** Ends it on a budget: there is a dead letter of it then. */
  giveUp: () => Promise<void>;
}

export const USAGE: Usage = {
  input_tokens: 7,
  cached_input_tokens: 0,
  output_tokens: 11,
  reasoning_tokens: 0,
  estimated: false,
};

const LEASE_MS = 60_000;
/** Longer than a test file takes: a key that expires is a change. */
const CACHE_MS = 600_000;

/** Holds the task from now on. */
export async function openAnswer(redis: Redis, taskId: TaskId): Promise<AnswerWriter> {
  const record = await readTaskRecord(redis, taskId);
  if (!record) throw new Error(`${taskId} is unknown`);
  await ensureGroup(redis, partitionOf(taskId), GENERATORS);
  await ensureGroup(redis, partitionOf(taskId), PERSISTERS);
  const transitions = makeTransitions(redis);
  const nonce = randomUUID();
  const { provider, model } = record.request;
  const opened = await transitions.openEpoch(
    record,
    { head: record.seq, incarnation: record.incarnation, nonce, holder: 'test-1', leaseMs: LEASE_MS },
    {
      type: 'attempt_started',
      attempt: 1,
      worker: 'test-1',
      provider,
      model,
      strategy: 'restart',
      kept_chunks: 0,
    },
  );
  if (opened.tag !== 'opened') throw new Error(`not opened: ${opened.tag}`);
  const fence = { epoch: opened.epoch, nonce };
  let seq = opened.seq;
  let chunkId = 0;
  let characters = 0;

  async function write(...texts: string[]): Promise<void> {
    characters += texts.join('').length;
    const drafts = texts.map((text): EntryDraft => ({ type: 'chunk', chunk_id: chunkId++, text }));
    const reply = await transitions.append(
      { taskId, requestHash: record?.requestHash ?? '' },
      { ...fence, from: seq + 1, leaseMs: LEASE_MS },
      drafts,
    );
    if (reply.tag !== 'appended') throw new Error(`not appended: ${reply.tag}`);
    seq = reply.seq;
  }

  async function complete(): Promise<void> {
    const reply = await transitions.finish(
      { taskId, requestHash: record?.requestHash ?? '' },
      { ...fence, head: seq, cacheMs: CACHE_MS },
      { type: 'completed', finish_reason: 'stop', usage: USAGE, cost_usd: 0.01 },
    );
    if (reply.tag !== 'finished') throw new Error(`not finished: ${reply.tag}`);
  }

  async function giveUp(): Promise<void> {
    const reply = await transitions.finish(
      { taskId, requestHash: record?.requestHash ?? '' },
      {
        ...fence,
        head: seq,
        cacheMs: 0,
        dead: { attempts: 1, provider, model, chunks: chunkId, characters },
      },
      { type: 'failed', code: 'provider_overloaded', message: 'too much', retryable: true },
    );
    if (reply.tag !== 'finished') throw new Error(`not finished: ${reply.tag}`);
  }

  return { write, complete, giveUp };
}

export async function writeWholeAnswer(
  redis: Redis,
  taskId: TaskId,
  texts: readonly string[],
): Promise<void> {
  const answer = await openAnswer(redis, taskId);
  for (const text of texts) await answer.write(text);
  await answer.complete();
}

/** A task that was given up with some text kept. */
export async function writeDeadAnswer(redis: Redis, taskId: TaskId, texts: readonly string[]): Promise<void> {
  const answer = await openAnswer(redis, taskId);
  for (const text of texts) await answer.write(text);
  await answer.giveUp();
}
