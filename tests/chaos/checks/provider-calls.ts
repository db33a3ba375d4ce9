import { promptOf, type ChatRequest } from '@continuo/shared/protocol/chat-request';
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

/** Calls for one text of question and model, in the order they began; whose tasks they can be of. */
export interface CallGroup {
  tasks: readonly TaskCase[];
  calls: readonly ProviderCall[];
  /**
   * Each call with its attempt, which is the last that had begun. Empty where nobody can tell: several tasks asked
   * that may do so at once (of other owners, or without the cache).
   */
  matched: readonly MatchedCall[];
}

export function groupCalls({ evidence, tasks }: CaseFile): CallGroup[] {
  const calls = Map.groupBy(evidence.ledger, (call) => nameOf(call.requested_model, call.prompt));
  const asked = tasks.filter(
    (task): task is TaskCase & { request: ChatRequest } => task.request !== undefined,
  );
  const byName = Map.groupBy(asked, ({ request }) => nameOf(request.model, promptOf(request)));
  return [...byName].map(([name, same]) => {
    const own = (calls.get(name) ?? []).toSorted((a, b) => a.started_at - b.started_at);
    return { tasks: same, calls: own, matched: isOneFlight(same) ? matchCalls(same, own) : [] };
  });
}

/** At most one of these tasks asks the provider at a time. */
function isOneFlight(tasks: readonly TaskCase[]): boolean {
  const asking = tasks.filter(({ entries }) => entries.some(({ type }) => type === 'attempt_started'));
  const hashes = new Set(asking.map(({ requestHash }) => requestHash));
  return asking.length <= 1 || (hashes.size === 1 && asking.every(mayShare));
}

/** It was asked for with the cache on. Of one whose reply was lost nobody knows. */
export function mayShare({ accepted }: TaskCase): boolean {
  return accepted.length > 0 && accepted.every(({ body }) => body.cache !== false);
}

function nameOf(model: string, prompt: string): string {
  return `${model}\n${prompt}`;
}

function matchCalls(tasks: readonly TaskCase[], calls: readonly ProviderCall[]): MatchedCall[] {
  const attempts = tasks
    .flatMap((task) => attemptsOf(task.entries).map((attempt) => ({ task, attempt })))
    .toSorted((a, b) => a.attempt.startedAt - b.attempt.startedAt);
  return calls.flatMap((call) => {
    const found = attempts.findLast(({ attempt }) => attempt.startedAt <= call.started_at);
    return found
      ? [{ call, ...found, ...countRegenerated(found.task.request, found.attempt.stored, call) }]
      : [];
  });
}
