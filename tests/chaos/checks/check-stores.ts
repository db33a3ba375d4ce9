import { answerText, foldTask } from '@continuo/shared/protocol/fold-task';
import { isTerminal } from '@continuo/shared/protocol/task-status';
import { blame, isSameEntry, type CaseFile, type TaskCase, type Violation } from './case-file.ts';

/** Invariants 5 and 7: both stores have the same, and Redis lets go of nothing that Postgres does not have. */
export function checkStores({ evidence, tasks }: CaseFile): Violation[] {
  const { orphans } = evidence.postgres;
  const early = evidence.mirrorSamples.filter(({ persistedSeq, mirroredSeq }) => persistedSeq > mirroredSeq);
  return [
    ...(orphans > 0 ? [{ invariant: 5, what: `${orphans} rows of logs belong to no task` }] : []),
    ...early.map((sample) =>
      blame(7, sample, `Redis took ${sample.persistedSeq} for mirrored when it was ${sample.mirroredSeq}`),
    ),
    ...tasks.flatMap(checkBoth),
    ...tasks.flatMap(checkResult),
  ];
}

function checkBoth(task: TaskCase): Violation[] {
  const { record, row } = task;
  if (!record) return [];
  const mirrored = row?.entries ?? [];
  if (!record.entries) {
    const isWhole = mirrored.length === record.seq && isTerminal(mirrored.at(-1)?.type ?? '');
    return isWhole
      ? []
      : [blame(7, task, `Redis let go of ${record.seq} entries, Postgres has ${mirrored.length}`)];
  }
  const violations: Violation[] = [];
  if (record.persistedSeq > mirrored.length) {
    violations.push(
      blame(7, task, `Redis takes ${record.persistedSeq} for mirrored, it is ${mirrored.length}`),
    );
  }
  if (record.entries.length !== mirrored.length) {
    violations.push(
      blame(5, task, `Redis has ${record.entries.length} entries, Postgres ${mirrored.length}`),
    );
  }
  const other = record.entries.find((entry, i) => mirrored[i] && !isSameEntry(entry, mirrored[i]));
  if (other) violations.push(blame(5, task, `the stores differ at ${other.seq}: ${JSON.stringify(other)}`));
  return violations;
}

/** What the API says of it is what its log says. */
function checkResult(task: TaskCase): Violation[] {
  const { result, entries } = task;
  if (!result || entries.length === 0) return [];
  const view = foldTask(entries);
  if (result.status === view.status && result.text === answerText(view)) return [];
  return [
    blame(
      5,
      task,
      `its result is ${result.status} "${result.text.slice(0, 80)}", its log says ${view.status}`,
    ),
  ];
}
