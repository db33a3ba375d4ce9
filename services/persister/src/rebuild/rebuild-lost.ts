import type { TaskId } from '@continuo/shared/protocol/task-id';
import { listUnfinished, type UnfinishedTask } from '@continuo/shared/postgres/unfinished-tasks';
import type { Redis } from '@continuo/shared/redis/connection';
import { readLogHead, type LogHead } from '@continuo/shared/redis/task-stream';
import { limitConcurrency } from '@continuo/shared/runtime/limit-concurrency';
import { judgeLoss, type Loss } from './judge-loss.ts';
import { rebuildTask, type RebuildOutcome, type RebuildStores } from './rebuild-task.ts';

/** What a look at all unfinished tasks found and did. */
export interface RebuildReport {
  /** Unfinished tasks in Postgres. */
  unfinished: number;
  /** Of these, put back from nothing, and made whole again. */
  restored: number;
  completed: number;
  /** Left to others, who were doing the same, or ended meanwhile. */
  elsewhere: number;
  failed: { taskId: TaskId; reason: string }[];
}

/** Tasks looked at in one go. */
const PAGE_TASKS = 500;
const REBUILDS_AT_ONCE = 4;
/** Failures told one by one. */
const FAILED_MAX = 100;

/** Compares Redis with the unfinished tasks in Postgres, and puts back what it has lost. */
export async function rebuildLost(
  stores: RebuildStores & { redis: Redis },
  signal?: AbortSignal,
): Promise<RebuildReport> {
  const report: RebuildReport = { unfinished: 0, restored: 0, completed: 0, elsewhere: 0, failed: [] };
  const limit = limitConcurrency(REBUILDS_AT_ONCE);
  let afterId: TaskId | '' = '';
  for (;;) {
    signal?.throwIfAborted();
    const page: UnfinishedTask[] = await listUnfinished(stores.postgres, afterId, PAGE_TASKS);
    const last = page.at(-1);
    if (!last) return report;
    afterId = last.id;
    report.unfinished += page.length;
    const lost = await findLost(stores.redis, page);
    // Who asked a provider comes before those who copied its answer: it goes on to do so.
    for (const isCopy of [false, true]) {
      const wave = lost.filter(({ task }) => task.cached === isCopy);
      await Promise.all(wave.map((each) => limit(() => rebuildInto(report, stores, each))));
    }
  }
}

interface LostTask {
  task: UnfinishedTask;
  head: LogHead | undefined;
  loss: Loss;
}

async function findLost(redis: Redis, page: readonly UnfinishedTask[]): Promise<LostTask[]> {
  const all = await Promise.all(
    page.map(async (task) => {
      const head = await readLogHead(redis, task.id);
      return { task, head, loss: judgeLoss(task, head) };
    }),
  );
  return all.filter(({ loss }) => loss !== 'none');
}

async function rebuildInto(
  report: RebuildReport,
  stores: RebuildStores,
  { task, head, loss }: LostTask,
): Promise<void> {
  try {
    const outcome = await rebuildTask(stores, task, head?.incarnation ?? 0);
    report[columnOf(outcome, loss)] += 1;
  } catch (error) {
    if (report.failed.length < FAILED_MAX) report.failed.push({ taskId: task.id, reason: String(error) });
  }
}

function columnOf(outcome: RebuildOutcome, loss: Loss): 'restored' | 'completed' | 'elsewhere' {
  if (outcome === 'restored') return loss === 'everything' ? 'restored' : 'completed';
  return outcome === 'current' ? 'completed' : 'elsewhere';
}
