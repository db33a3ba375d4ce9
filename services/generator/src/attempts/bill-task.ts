import { NO_USAGE, type Usage } from '@continuo/shared/protocol/entry';
import type { TaskView } from '@continuo/shared/protocol/fold-task';
import { findPrice, priceCall, type PriceList } from '@continuo/shared/protocol/prices';
import { addAttempt, knownUsage } from '@continuo/shared/protocol/usage';

/** What the last entry of a task says of tokens: those of its last attempt, and of all. */
export interface Bill {
  /** null: of none of its attempts anybody can tell. */
  usage: Usage | null;
  /** US dollars of `usage`; null where a price is not known. */
  cost_usd: number | null;
  attempt_usage?: Usage | null;
}

/** @param last what the attempt consumed that ends with the task; absent: the log tells already, or there is none */
export function billTask(prices: PriceList, view: TaskView, last?: Usage | null): Bill {
  if (view.attempts.length === 0) return { usage: NO_USAGE, cost_usd: 0 };
  if (last === undefined)
    return { usage: knownUsage(view.consumption) ?? null, cost_usd: costOf(prices, view) };
  const usage = knownUsage(addAttempt(view.consumption, last)) ?? null;
  return { usage, cost_usd: costOf(prices, view, last), attempt_usage: last };
}

/** Each attempt at the price of whom it asked. */
function costOf(prices: PriceList, { attempts }: TaskView, last?: Usage | null): number | null {
  let sum = 0;
  for (const [i, { provider, model, usage }] of attempts.entries()) {
    const consumed = i === attempts.length - 1 ? (last ?? usage) : usage;
    if (!consumed || isNothing(consumed)) continue;
    const cost = priceCall(findPrice(prices, provider, model), consumed);
    if (cost === null) return null;
    sum += cost;
  }
  return sum;
}

function isNothing({ input_tokens, output_tokens }: Usage): boolean {
  return input_tokens === 0 && output_tokens === 0;
}
