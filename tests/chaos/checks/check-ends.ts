import { isTerminal } from '@continuo/shared/protocol/task-status';
import type { Accepted } from '../evidence/evidence.ts';
import { blame, type CaseFile, type TaskCase, type Violation } from './case-file.ts';

/** Invariant 1: what was accepted is there and ends once; the same key names the same task. */
export function checkEnds({ evidence, tasks }: CaseFile): Violation[] {
  return [
    ...evidence.unsettled,
    ...tasks.flatMap(checkEnd),
    ...[...Map.groupBy(evidence.accepted, nameKey)].flatMap(([key, same]) => checkKey(key, same)),
  ];
}

function checkEnd(task: TaskCase): Violation[] {
  const { entries, record, row, accepted } = task;
  if (entries.length === 0) return [blame(1, task, 'it was accepted, and no store has its log')];
  const ends = entries.filter(({ type }) => isTerminal(type));
  const end = ends[0];
  const violations: Violation[] = [];
  if (!end) violations.push(blame(1, task, `it has no end after ${entries.length} entries`));
  if (ends.length > 1) violations.push(blame(1, task, `it has ${ends.length} terminal entries`));
  if (end && end !== entries.at(-1)) violations.push(blame(1, task, `entries follow on ${end.type}`));
  for (const status of [record?.status, row?.status]) {
    if (end && status && status !== end.type) {
      violations.push(blame(1, task, `its log ends as ${end.type}, its status is ${status}`));
    }
  }
  if (accepted.some(({ reply }) => reply.cached) && end?.type !== 'completed') {
    violations.push(blame(1, task, 'it was answered as complete from the cache, and is not'));
  }
  return violations;
}

/** The empty name: no key was sent. */
function nameKey({ owner, idempotencyKey }: Accepted): string {
  return idempotencyKey === undefined ? '' : `${owner} ${idempotencyKey}`;
}

function checkKey(key: string, accepted: readonly Accepted[]): Violation[] {
  const ids = new Set(accepted.map(({ taskId }) => taskId));
  if (key === '' || ids.size === 1) return [];
  return [{ invariant: 1, what: `the key of ${key} names ${ids.size} tasks: ${[...ids].join(' ')}` }];
}
