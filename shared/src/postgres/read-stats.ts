import { and, count, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { StatsReply } from '../protocol/http-api.ts';
import { TASK_STATUSES } from '../protocol/task-status.ts';
import type { Pool, Postgres } from './connection.ts';
import { chatTasks } from './schema.ts';

/** The part of the statistics that Postgres knows. */
export type StoredStats = Pick<StatsReply, 'tasks' | 'cache' | 'tokens'>;

/** Figures over all tasks of the owner that are mirrored. */
export async function readStats(postgres: Postgres, owner: string): Promise<StoredStats> {
  return await postgres.run(async (pool) => {
    const [groups, savedOutput] = await Promise.all([selectGroups(pool, owner), selectSaved(pool, owner)]);
    const countTasks = (isCounted: (group: (typeof groups)[number]) => boolean): number =>
      groups.filter(isCounted).reduce((sum, group) => sum + group.tasks, 0);

    const hits = countTasks(({ status, cached }) => status === 'completed' && cached);
    const misses = countTasks(({ status, cached }) => status === 'completed' && !cached);
    return {
      tasks: Object.fromEntries(
        TASK_STATUSES.map((status) => [status, countTasks((group) => group.status === status)]),
      ) as StoredStats['tasks'],
      cache: { hits, misses, hit_rate: hits + misses === 0 ? null : hits / (hits + misses) },
      tokens: {
        input: groups.reduce((sum, group) => sum + group.input, 0),
        output: groups.reduce((sum, group) => sum + group.output, 0),
        saved_output: savedOutput,
      },
    };
  });
}

function selectGroups({ drizzle }: Pool, owner: string) {
  return drizzle
    .select({
      status: chatTasks.status,
      cached: chatTasks.cached,
      tasks: count(),
      input: sql<number>`coalesce(sum(${chatTasks.inputTokens}), 0)::bigint`,
      output: sql<number>`coalesce(sum(${chatTasks.outputTokens}), 0)::bigint`,
    })
    .from(chatTasks)
    .where(eq(chatTasks.owner, owner))
    .groupBy(chatTasks.status, chatTasks.cached);
}

/** What the sources of all cache hits had cost: a hit itself reports no usage. */
async function selectSaved({ drizzle }: Pool, owner: string): Promise<number> {
  const source = alias(chatTasks, 'source');
  const [row] = await drizzle
    .select({ output: sql<number>`coalesce(sum(${source.outputTokens}), 0)::bigint` })
    .from(chatTasks)
    .innerJoin(source, eq(source.id, chatTasks.sourceTaskId))
    .where(and(eq(chatTasks.owner, owner), eq(chatTasks.cached, true), eq(chatTasks.status, 'completed')));
  return row?.output ?? 0;
}
