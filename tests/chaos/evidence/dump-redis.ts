import { isTaskId } from '@continuo/shared/protocol/task-id';
import type { Redis } from '@continuo/shared/redis/connection';
import { fromStream, type RawEntry } from '@continuo/shared/redis/entry-codec';
import { entriesKey, GENERATORS, PERSISTERS, requestsKey } from '@continuo/shared/redis/keys';
import { readTaskRecord } from '@continuo/shared/redis/task-record';
import type { DumpedRecord, RedisDump } from './evidence.ts';

/** All of one partition, while nothing changes. */
export async function dumpRedis(redis: Redis): Promise<RedisDump> {
  const tasks: DumpedRecord[] = [];
  const prefix = 'chat:{0}:task:';
  let cursor = '0';
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', `${prefix}*`, 'COUNT', 1_000);
    cursor = next;
    const ids = keys.map((key) => key.slice(prefix.length)).filter(isTaskId);
    tasks.push(...(await Promise.all(ids.map((id) => dumpTask(redis, id)))).flat());
  } while (cursor !== '0');
  const [requests, forGenerators, forPersisters] = await Promise.all([
    redis.xlen(requestsKey(0)),
    redis.xpending(requestsKey(0), GENERATORS),
    redis.xpending(requestsKey(0), PERSISTERS),
  ]);
  return {
    tasks,
    requests,
    pendingForGenerators: Number(forGenerators[0]),
    pendingForPersisters: Number(forPersisters[0]),
  };
}

async function dumpTask(redis: Redis, taskId: DumpedRecord['taskId']): Promise<DumpedRecord[]> {
  const record = await readTaskRecord(redis, taskId);
  if (!record) return [];
  const { owner, status, epoch, seq, persistedSeq, requestHash, request } = record;
  const key = entriesKey(taskId);
  const entries =
    (await redis.exists(key)) > 0
      ? ((await redis.xrange(key, '-', '+')) as RawEntry[]).map(fromStream)
      : undefined;
  return [{ taskId, owner, status, epoch, seq, persistedSeq, requestHash, request, entries }];
}
