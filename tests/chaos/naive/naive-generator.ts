import { setTimeout as sleep } from 'node:timers/promises';
import { encodeData, NO_USAGE, type EntryDraft } from '@continuo/shared/protocol/entry';
import { isTerminal } from '@continuo/shared/protocol/task-status';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import { makeRedis } from '@continuo/shared/redis/connection';
import { entriesKey, GENERATORS, liveChannel, requestsKey, taskKey } from '@continuo/shared/redis/keys';
import { ensureGroup, readNewRequests } from '@continuo/shared/redis/request-stream';
import { readTaskRecord } from '@continuo/shared/redis/task-record';
import { workerName } from '@continuo/shared/runtime/worker-name';
import { callName } from '../checks/provider-calls.ts';
import { streamFromSimulator } from './stream-from-simulator.ts';

/**
 * The generator that one writes first: a consumer group, XADD *, XAUTOCLAIM, a heartbeat. It has no epoch, no nonce, no
 * compare-and-set, and it ends a task in three commands. It is here to be found out: a checker that lets it pass, or
 * a chaos run that does not break it, tests nothing.
 */

/** XADD * for a log whose ids are numbers from 1: at the end, whoever asks. */
const ADD = `
local seq = redis.call('HINCRBY', KEYS[1], 'seq', 1)
local at = redis.call('TIME')[1] * 1000
redis.call('XADD', KEYS[2], seq .. '-0', 'type', ARGV[1], 'epoch', 0, 'at', at, 'data', ARGV[2])
redis.call('SPUBLISH', KEYS[3], table.concat({ seq .. '-0', ARGV[1], 0, at, ARGV[2] }, '\\t'))`;

const READ_MAX = 32;
const LOOK_ROUND_MS = 200;
const worker = workerName();
const leaseMs = Number(process.env['LEASE_MS']);
const redisUrl = process.env['REDIS_URL'] ?? '';
const redis = makeRedis(redisUrl, 'command', () => undefined);
const blocking = makeRedis(redisUrl, 'blocking', () => undefined);
const working = new Set<string>();

async function add(id: TaskId, draft: EntryDraft): Promise<void> {
  await redis.eval(ADD, 3, taskKey(id), entriesKey(id), liveChannel(id), draft.type, encodeData(draft));
}

async function work(entryId: string, id: TaskId): Promise<void> {
  if (working.has(id)) return;
  working.add(id);
  const heartbeat = setInterval(() => {
    redis.xclaim(requestsKey(0), GENERATORS, worker, 0, entryId, 'JUSTID').catch(() => undefined);
  }, leaseMs / 3);
  try {
    const record = await readTaskRecord(redis, id);
    if (record && !isTerminal(record.status)) await answer(id, record);
    await redis.xack(requestsKey(0), GENERATORS, entryId);
  } catch {
    // Somebody will claim it.
  } finally {
    clearInterval(heartbeat);
    working.delete(id);
  }
}

async function answer(id: TaskId, { request, seq }: NonNullable<Awaited<ReturnType<typeof readTaskRecord>>>) {
  const { provider, model } = request;
  const attempt = { type: 'attempt_started', attempt: 1, strategy: 'restart', kept_chunks: 0 } as const;
  if (seq === 1) await add(id, { ...attempt, worker, provider, model });
  await redis.hset(taskKey(id), 'status', 'running');
  let chunkId = 0;
  const name = callName(id, { epoch: 0, attempt: 1 });
  const end = await streamFromSimulator(process.env['SIMULATOR_URL'] ?? '', name, request, async (text) => {
    await add(id, { type: 'chunk', chunk_id: chunkId, text });
    chunkId += 1;
  });
  const terminal: EntryDraft =
    end === 'completed'
      ? { type: 'completed', finish_reason: 'stop', usage: NO_USAGE, cost_usd: 0 }
      : { type: 'failed', code: 'provider_error', message: 'the provider failed', retryable: true };
  await add(id, terminal);
  await redis.hset(taskKey(id), 'status', terminal.type);
}

async function consumeNew(): Promise<never> {
  for (;;) {
    try {
      const requests = await readNewRequests(blocking, 0, GENERATORS, worker, READ_MAX);
      for (const { entryId, taskId } of requests) void work(entryId, taskId);
    } catch {
      await sleep(LOOK_ROUND_MS);
    }
  }
}

async function claimAbandoned(): Promise<never> {
  for (;;) {
    await sleep(LOOK_ROUND_MS);
    try {
      const [, entries] = (await redis.xautoclaim(requestsKey(0), GENERATORS, worker, leaseMs, '0')) as [
        string,
        [string, [string, string]][],
      ];
      for (const [entryId, [, taskId]] of entries) void work(entryId, taskId as TaskId);
    } catch {
      // Redis is away.
    }
  }
}

await ensureGroup(redis, 0, GENERATORS);
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(0));
process.send?.({ type: 'ready' });
await Promise.all([consumeNew(), claimAbandoned()]);
