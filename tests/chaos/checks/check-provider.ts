import type { ProviderCall } from '../evidence/evidence.ts';
import { attemptsOf, type Attempt } from './attempts.ts';
import { blame, type CaseFile, type TaskCase, type Violation } from './case-file.ts';
import { groupCalls, mayShare, type CallGroup, type MatchedCall } from './provider-calls.ts';

/** Invariants 6, 8 and 9, by what the provider saw. */
export function checkProvider(file: CaseFile): Violation[] {
  const { leaseMs } = file.evidence;
  return groupCalls(file).flatMap((group) => [
    ...checkRegenerated(group.matched),
    ...checkOneAtATime(group),
    ...checkAfterCancel(group, leaseMs),
    ...checkFlight(group.tasks),
  ]);
}

/** 6: what is stored is not generated again, except by an attempt that says it starts anew. */
function checkRegenerated(matched: readonly MatchedCall[]): Violation[] {
  return matched
    .filter(({ attempt, regeneratedTokens }) => attempt.strategy !== 'restart' && regeneratedTokens > 0)
    .map(({ task, attempt, regeneratedTokens, call }) =>
      blame(
        6,
        task,
        `${attempt.strategy} at ${attempt.seq} had ${regeneratedTokens} stored tokens generated again (${call.id})`,
      ),
    );
}

/** 9: one attempt makes one call at a time. One whose holder died or sleeps may outlive its attempt. */
function checkOneAtATime({ matched }: CallGroup): Violation[] {
  return matched.flatMap(({ call, task, attempt }, i) =>
    matched
      .slice(i + 1)
      .filter((other) => other.attempt === attempt && other.call.started_at < endOf(call))
      .map((other) =>
        blame(
          9,
          task,
          `${tellCall(call, attempt)} and ${tellCall(other.call, attempt)} ran at once in the attempt at ${attempt.seq}`,
        ),
      ),
  );
}

function tellCall(call: ProviderCall, { startedAt }: Attempt): string {
  const ended = call.ended_at === null ? 'no end' : `${call.ended_at - startedAt} ms`;
  return `${call.id} (${call.started_at - startedAt} ms to ${ended} behind its beginning)`;
}

function endOf(call: ProviderCall): number {
  return call.ended_at ?? Infinity;
}

/**
 * 8: no call begins for a task whose cancel is stored. One that its holder was just about to make is told within a
 * lease. Only where the question is one task's alone can a call be said to be for it.
 */
function checkAfterCancel({ tasks, calls }: CallGroup, leaseMs: number): Violation[] {
  const [task] = tasks;
  const cancelled = task?.entries.find(({ type }) => type === 'cancel_requested');
  if (!task || !cancelled || tasks.length > 1) return [];
  return calls
    .filter((call) => call.started_at > cancelled.at + leaseMs)
    .map((call) =>
      blame(8, task, `call ${call.id} began ${call.started_at - cancelled.at} ms after its cancel`),
    );
}

/** 9: of those who may share an answer, one at a time asks the provider. */
function checkFlight(tasks: readonly TaskCase[]): Violation[] {
  const sharing = tasks.filter(mayShare);
  return [...Map.groupBy(sharing, ({ requestHash }) => requestHash).values()].flatMap((same) => {
    const attempts = same
      .flatMap((task) => attemptsOf(task.entries).map((attempt) => ({ task, attempt })))
      .toSorted((a, b) => a.attempt.startedAt - b.attempt.startedAt);
    return attempts.flatMap(({ task, attempt }, i) => {
      const other = attempts
        .slice(0, i)
        .find((earlier) => earlier.task !== task && earlier.attempt.endedAt > attempt.startedAt);
      return other ? [blame(9, task, `it asked while ${other.task.taskId} was being answered`)] : [];
    });
  });
}
