import type { TaskId } from '@continuo/shared/protocol/task-id';
import { promptOf } from '@continuo/shared/protocol/chat-request';
import type { LedgerEntry } from '@continuo/simulator/ledger';
import type { CaseFile, TaskCase } from '../../chaos/checks/case-file.ts';
import { describeMs } from './describe-ms.ts';

/**
 * Background runs of cancelled tasks that the provider was not told to end before the task was: nobody will ever
 * attach to them, and they are paid. As sentences. Every question is one task's alone.
 */
export function findOrphanedRuns(file: CaseFile, calls: readonly LedgerEntry[]): string[] {
  return file.tasks.flatMap((task) => {
    const end = task.entries.at(-1);
    if (end?.type !== 'cancelled') return [];
    return callsOf(task, calls)
      .filter((call) => call.background && (call.ended_at ?? Infinity) > end.at)
      .map(
        ({ id, ended_at }) =>
          `${task.taskId}: ${id} ran on, ${ended_at === null ? 'still does' : `${ended_at - end.at} ms`}`,
      );
  });
}

function callsOf({ request }: TaskCase, calls: readonly LedgerEntry[]): LedgerEntry[] {
  const prompt = request && promptOf(request);
  return calls.filter((call) => call.prompt === prompt && call.requested_model === request?.model);
}

/** What came of the cancels, and, where nothing disturbed them, how long what took. */
export function describeCancels(
  file: CaseFile,
  calls: readonly LedgerEntry[],
  { lastTextAt, undisturbed }: { lastTextAt: ReadonlyMap<TaskId, number>; undisturbed: ReadonlySet<TaskId> },
): string {
  const won = file.tasks.filter(({ entries }) => entries.at(-1)?.type === 'cancelled');
  const measured = won.filter(({ taskId }) => undisturbed.has(taskId));
  const toSilence = measured.map((task) =>
    Math.max(0, (lastTextAt.get(task.taskId) ?? 0) - firstSentAt(task)),
  );
  const toEnd = measured.map((task) => (task.entries.at(-1)?.at ?? 0) - firstSentAt(task));
  const toClosed = measured.flatMap((task) =>
    callsOf(task, calls).map((call) => Math.max(0, (call.ended_at ?? Infinity) - firstSentAt(task))),
  );
  const late = won.flatMap((task) => {
    const asked = task.entries.find(({ type }) => type === 'cancel_requested');
    return callsOf(task, calls).flatMap(({ started_at }) =>
      asked && started_at > asked.at ? [started_at - asked.at] : [],
    );
  });
  return [
    `${won.length} of ${file.tasks.length} cancels won`,
    `from the cancel to the last text at a reader ${describeMs(toSilence)}`,
    `to the end of the task ${describeMs(toEnd)}`,
    `to the end of the provider's call ${describeMs(toClosed)}`,
    `calls that were under way and reached the provider after the cancel was stored ${describeMs(late)}`,
  ].join('; ');
}

function firstSentAt({ cancels }: TaskCase): number {
  return Math.min(...cancels.map(({ sentAt }) => sentAt));
}
