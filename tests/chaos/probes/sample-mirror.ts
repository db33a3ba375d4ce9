import type { Postgres } from '@continuo/shared/postgres/connection';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { Redis } from '@continuo/shared/redis/connection';
import { taskKey } from '@continuo/shared/redis/keys';
import { pause } from '../clients/client.ts';
import type { MirrorSample } from '../evidence/evidence.ts';

const SAMPLE_MS = 400;
const TASKS_AT_ONCE = 10;

/** Asks Redis what it believes to be mirrored, then Postgres what it has, until told to stop (invariant 7). */
export async function sampleMirror(
  redis: Redis,
  postgres: Postgres,
  taskIds: () => readonly TaskId[],
  samples: MirrorSample[],
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await pause(SAMPLE_MS);
    const ids = taskIds().slice(-TASKS_AT_ONCE);
    try {
      const believed = await Promise.all(ids.map((id) => redis.hget(taskKey(id), 'persisted')));
      const rows = await postgres.run(
        ({ sql }) =>
          sql<{ id: TaskId; seq: number }[]>`select id, seq from chat_tasks where id in ${sql(ids)}`,
      );
      const mirrored = new Map(rows.map(({ id, seq }) => [id, seq]));
      for (const [i, taskId] of ids.entries()) {
        const persistedSeq = Number(believed[i] ?? 0);
        samples.push({ taskId, persistedSeq, mirroredSeq: mirrored.get(taskId) ?? 0 });
      }
    } catch {
      // A store is away at the moment.
    }
  }
}
