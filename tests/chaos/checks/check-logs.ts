import { CHUNK_CHARS_MAX, ENTRIES_PER_TASK_MAX } from '@continuo/shared/protocol/limits';
import { blame, type CaseFile, type TaskCase, type Violation } from './case-file.ts';

/** Invariant 2: seqs are dense from 1, chunk ids from 0. */
export function checkLogs({ tasks }: CaseFile): Violation[] {
  return tasks.flatMap((task) => {
    const { entries, record, row } = task;
    const violations: Violation[] = [];
    const hole = entries.findIndex((entry, i) => entry.seq !== i + 1);
    if (hole !== -1) {
      violations.push(blame(2, task, `entry ${entries[hole]?.seq} stands where ${hole + 1} belongs`));
    }
    if (entries[0] && entries[0].type !== 'accepted') {
      violations.push(blame(2, task, `its log begins with ${entries[0].type}`));
    }
    const ids = entries.flatMap((entry) => (entry.type === 'chunk' ? [entry.chunk_id] : []));
    const odd = ids.findIndex((id, i) => id !== i);
    if (odd !== -1) violations.push(blame(2, task, `chunk ${ids[odd]} stands where ${odd} belongs`));
    for (const [store, head] of [
      ['Redis', record?.entries && record.seq],
      ['Postgres', row?.seq],
    ] as const) {
      if (head !== undefined && head !== entries.length) {
        violations.push(blame(2, task, `${store} says it ends at ${head}, it has ${entries.length} entries`));
      }
    }
    return violations;
  });
}

/** Invariant 11: logs and their entries stay within their bounds, and nothing is left behind. */
export function checkBounds({ evidence, tasks }: CaseFile): Violation[] {
  const { requests, pendingForGenerators, pendingForPersisters } = evidence.redis;
  const leftOvers = { requests, pendingForGenerators, pendingForPersisters };
  const open = evidence.ledger.filter((call) => call.open_connections > 0).length;
  return [
    ...Object.entries({ ...leftOvers, 'open provider connections': open })
      .filter(([, count]) => count > 0)
      .map(([name, count]) => ({ invariant: 11, what: `${count} ${name} are left when all tasks are over` })),
    ...evidence.refusals.map((what) => ({ invariant: 11, what })),
    ...tasks.flatMap(checkSizes),
  ];
}

function checkSizes(task: TaskCase): Violation[] {
  const long = task.entries.find((entry) => entry.type === 'chunk' && entry.text.length > CHUNK_CHARS_MAX);
  return [
    ...(long ? [blame(11, task, `chunk at ${long.seq} has more than ${CHUNK_CHARS_MAX} characters`)] : []),
    ...(task.entries.length > ENTRIES_PER_TASK_MAX + 1
      ? [blame(11, task, `it has ${task.entries.length} entries`)]
      : []),
  ];
}
