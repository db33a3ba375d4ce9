import { NO_USAGE, type Entry, type Usage } from './entry.ts';

/**
 * What a task has consumed so far, told from its entries one by one: each attempt counts once, in the entry that
 * ends it or in the next `attempt_started`.
 */
export interface Consumption {
  /** The sum of what is known; undefined: nothing is. */
  usage: Usage | undefined;
  /** Some attempt consumed something that nobody can tell. */
  hasUnknown: boolean;
}

/** The consumption with one more attempt. @param usage null: nobody can tell */
export function addAttempt({ usage, hasUnknown }: Consumption, attempt: Usage | null): Consumption {
  if (attempt === null) return { usage, hasUnknown: true };
  return { usage: addUsage(usage ?? NO_USAGE, attempt), hasUnknown };
}

/** The consumption after an entry of its task. @param attempts how many had begun before */
export function foldConsumption(before: Consumption, entry: Entry, attempts: number): Consumption {
  switch (entry.type) {
    case 'attempt_started':
      return entry.previous_usage === undefined ? before : addAttempt(before, entry.previous_usage);
    case 'retry_scheduled':
    case 'failed_over':
      return entry.attempt_usage === undefined ? before : addAttempt(before, entry.attempt_usage);
    case 'completed':
    case 'failed':
    case 'cancelled':
      // The sum was made by whoever wrote the end. One that was closed with nobody at work has none.
      if (entry.usage) return { usage: entry.usage, hasUnknown: false };
      return { ...before, hasUnknown: before.hasUnknown || attempts > 0 };
    default:
      return before;
  }
}

/** Undefined: nothing is known. With `estimated` where some of it is not. */
export function knownUsage({ usage, hasUnknown }: Consumption): Usage | undefined {
  return usage && { ...usage, estimated: usage.estimated || hasUnknown };
}

function addUsage(a: Usage, b: Usage): Usage {
  return {
    input_tokens: a.input_tokens + b.input_tokens,
    cached_input_tokens: a.cached_input_tokens + b.cached_input_tokens,
    output_tokens: a.output_tokens + b.output_tokens,
    reasoning_tokens: a.reasoning_tokens + b.reasoning_tokens,
    estimated: a.estimated || b.estimated,
  };
}
