import type { StoredEntry } from '@continuo/shared/protocol/entry';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import { makePostgres } from '@continuo/shared/postgres/connection';
import { readTaskLog } from '@continuo/shared/postgres/read-log';
import { makeRedis, type Redis } from '@continuo/shared/redis/connection';
import { readTaskStream, readWholeLog } from '@continuo/shared/redis/task-stream';
import type { Stack } from '@continuo/deploy/local-stack/start-stack';

/** The same task as either store has it. */
export interface BothLogs {
  redis: Redis;
  readRedis: (taskId: TaskId) => Promise<StoredEntry[]>;
  readPostgres: (taskId: TaskId) => Promise<StoredEntry[]>;
  close: () => Promise<void>;
}

export function openBothLogs(stack: Stack): BothLogs {
  const redis = makeRedis(stack.redisUrl, 'command', () => undefined);
  const postgres = makePostgres({ url: stack.databaseUrl, applicationName: 'tests', connectionsMax: 2 });
  return {
    redis,
    readRedis: (taskId) => readWholeLog((id, afterSeq) => readTaskStream(redis, id, afterSeq), taskId),
    readPostgres: (taskId) => readWholeLog((id, afterSeq) => readTaskLog(postgres, id, afterSeq), taskId),
    close: async () => {
      redis.disconnect();
      await postgres.close();
    },
  };
}
