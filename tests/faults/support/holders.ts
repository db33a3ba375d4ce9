import type { StackProcess } from '@continuo/deploy/local-stack/process-set';
import { isTerminal } from '@continuo/shared/protocol/task-status';
import { taskKey } from '@continuo/shared/redis/keys';
import { eventually } from '../../support/eventually.ts';
import type { Answer } from './answers.ts';
import type { Stage } from './stage.ts';

/** A generator, and how many of the answers it is writing: it holds them, under a lease that has not run out. */
export interface Holder extends StackProcess {
  answers: number;
}

/** Waits for generators that write any of these answers; the busiest first. None: all have ended. */
export async function findHolders(stage: Stage, answers: readonly Answer[]): Promise<Holder[]> {
  const look = async () => {
    const pids = await Promise.all(answers.map(({ taskId }) => holderOf(stage, taskId)));
    const holders = stage.stack
      .processes()
      .map((process) => ({ ...process, answers: pids.filter((pid) => pid === process.pid).length }))
      .filter((holder) => holder.answers > 0)
      .toSorted((a, b) => b.answers - a.answers);
    return { holders, isOver: pids.every((pid) => pid === 'over') };
  };
  const { holders } = await eventually(look, (seen) => seen.isOver || seen.holders.length > 0);
  return holders;
}

/** Its pid; `nobody` while it waits for one. */
async function holderOf({ logs }: Stage, taskId: Answer['taskId']): Promise<number | 'nobody' | 'over'> {
  const names = ['status', 'holder', 'lease'] as const;
  const [status, holder, lease] = await logs.redis.hmget(taskKey(taskId), ...names);
  if (isTerminal(status ?? '')) return 'over';
  if (!holder || Number(lease) < Date.now()) return 'nobody';
  return Number(holder.slice(holder.lastIndexOf('-') + 1));
}
