import type { Postgres } from '@continuo/shared/postgres/connection';
import { readTaskLog } from '@continuo/shared/postgres/read-log';
import type { LogPage } from '@continuo/shared/protocol/log-page';
import { encodeEntry } from '@continuo/shared/protocol/sse';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { Redis } from '@continuo/shared/redis/connection';
import { readTaskStream } from '@continuo/shared/redis/task-stream';

/** Whether both stores hold the same entry at `seq`, to the byte: then a log goes on in one where it ends in the other. */
export async function isSameEntry(
  redis: Redis,
  postgres: Postgres,
  taskId: TaskId,
  seq: number,
): Promise<boolean> {
  const [streamed, mirrored] = await Promise.all([
    readTaskStream(redis, taskId, seq - 1),
    readTaskLog(postgres, taskId, seq - 1),
  ]);
  return firstOf(streamed) === firstOf(mirrored);
}

function firstOf(page: LogPage): string | undefined {
  const first = page.tag === 'page' ? page.entries[0] : undefined;
  return first && encodeEntry(first);
}
