import type { FenceProbe } from '../evidence/evidence.ts';
import { blame, type CaseFile, type TaskCase, type Violation } from './case-file.ts';

/** What a write may be answered whose fence is not that of the holder. */
const REFUSALS: readonly string[] = ['stale_epoch', 'closed', 'already', 'lost'];

export function isRefused({ tag }: FenceProbe): boolean {
  return REFUSALS.includes(tag);
}

/** Invariant 3: only the holder of the highest epoch writes; an epoch has one holder. */
export function checkFences({ evidence, tasks }: CaseFile): Violation[] {
  const broken = evidence.fenceProbes.filter((probe) => !isRefused(probe));
  return [
    ...broken.map((probe) =>
      blame(3, probe, `${probe.transition} under ${probe.fence} fence was answered ${probe.tag}`),
    ),
    ...tasks.flatMap(checkEpochs),
  ];
}

function checkEpochs(task: TaskCase): Violation[] {
  const violations: Violation[] = [];
  const workers = new Map<number, string>();
  let epoch = 0;
  for (const entry of task.entries) {
    if (entry.epoch < epoch) {
      violations.push(blame(3, task, `entry ${entry.seq} of epoch ${entry.epoch} follows on epoch ${epoch}`));
    }
    const isNew = entry.epoch > epoch;
    epoch = Math.max(epoch, entry.epoch);
    if (isNew && (entry.type === 'chunk' || entry.type === 'provider_handle')) {
      violations.push(blame(3, task, `epoch ${epoch} begins with ${entry.type} and nobody opened it`));
    }
    if (entry.type !== 'attempt_started') continue;
    const worker = workers.get(entry.epoch) ?? entry.worker;
    workers.set(entry.epoch, worker);
    if (worker !== entry.worker) {
      violations.push(blame(3, task, `epoch ${entry.epoch} has two holders: ${worker} and ${entry.worker}`));
    }
  }
  if (task.record && task.record.epoch < epoch) {
    violations.push(blame(3, task, `its log reached epoch ${epoch}, its record says ${task.record.epoch}`));
  }
  return violations;
}
