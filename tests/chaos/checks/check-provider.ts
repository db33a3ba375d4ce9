import { attemptsOf } from './attempts.ts';
import { blame, type CaseFile, type TaskCase, type Violation } from './case-file.ts';
import { isMadeAsleep, matchCalls, type MatchedCall } from './provider-calls.ts';

/** Invariants 6, 8 and 9, by what the provider saw. */
export function checkProvider(file: CaseFile): Violation[] {
  const { matched, unmatched } = matchCalls(file);
  return [
    ...unmatched.map(({ id }) => ({ invariant: 9, what: `call ${id} was made by no attempt in a log` })),
    ...checkRegenerated(matched),
    ...checkOneCall(matched),
    ...checkAfterCancel(matched, file.evidence.leaseMs),
    ...checkFlight(file.tasks),
  ];
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

/** 9: an attempt asks once. */
function checkOneCall(matched: readonly MatchedCall[]): Violation[] {
  return [...Map.groupBy(matched, ({ attempt }) => attempt)].flatMap(([{ seq }, [first, ...more]]) =>
    first && more.length > 0
      ? [blame(9, first.task, `the attempt at ${seq} made ${more.length + 1} calls`)]
      : [],
  );
}

/** 8: no call begins for a task whose cancel is stored. One that its holder was just about to make is told within a lease. */
function checkAfterCancel(matched: readonly MatchedCall[], leaseMs: number): Violation[] {
  return matched.flatMap((each) => {
    const { task, call } = each;
    const cancelled = task.entries.find(({ type }) => type === 'cancel_requested');
    const behindMs = call.started_at - (cancelled?.at ?? Infinity);
    if (behindMs <= leaseMs || isMadeAsleep(each, leaseMs)) return [];
    return [blame(8, task, `call ${call.id} began ${behindMs} ms after its cancel (${tellTimes(each)})`)];
  });
}

function tellTimes({ call, attempt }: MatchedCall): string {
  const lasted = call.ended_at === null ? 'has no end' : `lasted ${call.ended_at - call.started_at} ms`;
  const [sinceStart, sinceEnd] = [attempt.startedAt, attempt.endedAt].map((at) => call.started_at - at);
  return `its attempt at ${attempt.seq} had begun ${sinceStart} ms and was over ${sinceEnd} ms before; it ${lasted}`;
}

/** It was asked for with the cache on. Of one whose reply was lost nobody knows. */
function mayShare({ accepted }: TaskCase): boolean {
  return accepted.length > 0 && accepted.every(({ body }) => body.cache !== false);
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
