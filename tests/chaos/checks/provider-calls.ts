import type { ProviderCall } from '../evidence/evidence.ts';
import { attemptsOf, type Attempt } from './attempts.ts';
import type { CaseFile, TaskCase } from './case-file.ts';
import { countRegenerated, type Regenerated } from './count-regenerated.ts';

/** A call at the provider, and the attempt that made it. */
export interface MatchedCall extends Regenerated {
  call: ProviderCall;
  task: TaskCase;
  attempt: Attempt;
}

export interface MatchedCalls {
  /** In the order they began. */
  matched: readonly MatchedCall[];
  /** No log has their attempt. */
  unmatched: readonly ProviderCall[];
}

/** Finds the attempt of each call by the name that it was sent under. */
export function matchCalls({ evidence, tasks }: CaseFile): MatchedCalls {
  const attempts = new Map(
    tasks.flatMap((task) =>
      attemptsOf(task.entries).map((attempt) => [callName(task.taskId, attempt), { task, attempt }] as const),
    ),
  );
  const matched: MatchedCall[] = [];
  const unmatched: ProviderCall[] = [];
  for (const call of evidence.ledger.toSorted((a, b) => a.started_at - b.started_at)) {
    const found = attempts.get(call.client_request_id ?? '');
    if (!found) unmatched.push(call);
    else
      matched.push({ call, ...found, ...countRegenerated(found.task.request, found.attempt.stored, call) });
  }
  return { matched, unmatched };
}

/** What a generator calls its calls. */
export function callName(taskId: string, { epoch, attempt }: Pick<Attempt, 'epoch' | 'attempt'>): string {
  return `${taskId}.${epoch}.${attempt}`;
}

/**
 * A holder that was put to sleep right before its call makes it when it wakes, though its attempt is over, and hangs
 * up at once. No lease can prevent that; nothing of it is stored.
 */
export function isMadeAsleep({ call, attempt }: MatchedCall, leaseMs: number): boolean {
  const end = call.ended_at ?? Infinity;
  return call.started_at > attempt.endedAt && end - call.started_at < leaseMs;
}
