import type { EntryDraft, FinishReason, Usage } from '@continuo/shared/protocol/entry';
import { NO_USAGE } from '@continuo/shared/protocol/entry';
import { isRetryable, type Failure } from '@continuo/shared/protocol/failure';
import type { TaskView } from '@continuo/shared/protocol/fold-task';
import type { PriceList } from '@continuo/shared/protocol/prices';
import type { DeadTask, FinishReply, Transitions } from '@continuo/shared/redis/transitions';
import { billTask, type Bill } from './attempts/bill-task.ts';
import type { HeldTask } from './held-task.ts';

/** The terminal entry of an answer that was bought. */
export function completedEntry(
  prices: PriceList,
  view: TaskView,
  finishReason: FinishReason,
  last: Usage,
): EntryDraft {
  const bill = billTask(prices, view, last);
  return { type: 'completed', finish_reason: finishReason, ...bill, usage: bill.usage ?? last };
}

/** The terminal entry of an answer that was copied from another task: nothing was bought. */
export function copiedEntry(finishReason: FinishReason): EntryDraft {
  return { type: 'completed', finish_reason: finishReason, usage: NO_USAGE, cost_usd: 0 };
}

export function failedEntry({ code, message }: Failure, bill: Bill): EntryDraft {
  return { type: 'failed', code, message, retryable: isRetryable(code), ...bill };
}

/** A task that is cancelled instead of what was meant has consumed the same. */
function cancelledInstead(meant: EntryDraft): EntryDraft {
  if (meant.type !== 'completed' && meant.type !== 'failed') return { type: 'cancelled' };
  const { attempt_usage: last, usage = null, cost_usd: cost = null } = meant;
  return { type: 'cancelled', usage, cost_usd: cost, ...(last === undefined ? {} : { attempt_usage: last }) };
}

/** How a task is to end. `isDead`: given up on a budget, so it goes to the dead-letter stream too. */
export interface End {
  terminal: EntryDraft;
  isDead: boolean;
}

/**
 * Ends a held task. A cancel that was stored meanwhile beats the end that was meant (invariant 8).
 *
 * @param headSeq seq of the last entry that is stored
 * @param cacheMs how long a completed answer serves the same request
 */
export async function finishTask(
  transitions: Transitions,
  task: HeldTask,
  headSeq: number,
  { terminal, isDead }: End,
  cacheMs: number,
): Promise<FinishReply> {
  const args = {
    ...task.fence,
    head: headSeq,
    cacheMs: isWorthKeeping(terminal) ? cacheMs : 0,
    dead: isDead ? describeDead(task.view) : undefined,
  };
  const reply = await transitions.finish(task.ref, args, terminal);
  return reply.tag === 'cancel_requested'
    ? await transitions.finish(task.ref, args, cancelledInstead(terminal))
    : reply;
}

function describeDead({ attempt, provider, model, chunks }: TaskView): DeadTask {
  const characters = chunks.reduce((sum, chunk) => sum + chunk.text.length, 0);
  return { attempts: attempt, provider, model, chunks: chunks.length, characters };
}

/** Only an answer that ended by itself is the answer; one cut by a limit or a filter is not served again. */
function isWorthKeeping(terminal: EntryDraft): boolean {
  return terminal.type === 'completed' && terminal.finish_reason === 'stop';
}
