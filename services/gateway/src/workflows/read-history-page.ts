import { formatCursor } from '@continuo/shared/protocol/cursor';
import type { EntryType, StoredEntry } from '@continuo/shared/protocol/entry';
import { PAGE_ENTRIES, type ReadLog } from '@continuo/shared/protocol/log-page';
import { isTerminal } from '@continuo/shared/protocol/task-status';
import type { HistoryQuery, HistoryReply } from '@continuo/shared/protocol/workflow-api';
import { Refusal } from '../http/refusal.ts';
import type { TaskFacts } from '../tasks/find-task.ts';

/** Entries that one page of a filtered history looks at: then it ends, short or empty. */
const LOOKED_AT_MAX = 20 * PAGE_ENTRIES;

/** One page of a log as it is, from a seq on. @throws Refusal `gone` when no store has it any more */
export async function readHistoryPage(
  readLog: ReadLog,
  { taskId, status, seq }: TaskFacts,
  { from, limit, types }: HistoryQuery,
): Promise<HistoryReply> {
  const wanted: ReadonlySet<EntryType> | undefined = types && new Set(types);
  const found: StoredEntry[] = [];
  let next = from;
  while (next - from < LOOKED_AT_MAX) {
    const page = await readLog(taskId, next - 1);
    if (page.tag === 'gone') throw new Refusal('gone');
    if (page.entries.length === 0) {
      const isOver = isTerminal(status) && next > seq;
      return describePage(taskId, found, isOver ? null : next);
    }
    for (const entry of page.entries) {
      next = entry.seq + 1;
      if (!wanted || wanted.has(entry.type)) found.push(entry);
      if (isTerminal(entry.type)) return describePage(taskId, found, null);
      if (found.length === limit) return describePage(taskId, found, next);
    }
  }
  return describePage(taskId, found, next);
}

function describePage(
  taskId: TaskFacts['taskId'],
  entries: readonly StoredEntry[],
  nextFrom: number | null,
): HistoryReply {
  return { task_id: taskId, entries: entries.map(describeEntry), next_from: nextFrom };
}

function describeEntry(entry: StoredEntry): HistoryReply['entries'][number] {
  const { data, ...header } = entry;
  return { id: formatCursor(entry), ...header, data: JSON.parse(data) as Record<string, unknown> };
}
