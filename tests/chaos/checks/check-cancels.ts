import { isTerminal } from '@continuo/shared/protocol/task-status';
import { blame, type CaseFile, type TaskCase, type Violation } from './case-file.ts';

/** Invariant 8: a cancel that was promised comes, whoever dies; nothing is written behind it. */
export function checkCancels({ tasks }: CaseFile): Violation[] {
  return tasks.flatMap((task) => [...checkPromises(task), ...checkSilence(task)]);
}

function checkPromises(task: TaskCase): Violation[] {
  const end = task.entries.at(-1)?.type ?? 'nothing';
  return task.cancels.flatMap(({ reply }) => {
    if (reply.cancel_requested && end !== 'cancelled') {
      return [blame(8, task, `its cancel was promised (${reply.status}), and it ended as ${end}`)];
    }
    if (!reply.cancel_requested && isTerminal(reply.status) && reply.status !== end) {
      return [blame(8, task, `its cancel came too late for ${reply.status}, and it ended as ${end}`)];
    }
    return [];
  });
}

function checkSilence(task: TaskCase): Violation[] {
  const asked = task.entries.findIndex(({ type }) => type === 'cancel_requested');
  if (asked === -1) return [];
  const later = task.entries.slice(asked + 1).find(({ type }) => type !== 'cancelled');
  return later ? [blame(8, task, `${later.type} at ${later.seq} follows on its cancel`)] : [];
}
