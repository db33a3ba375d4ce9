import { decodeEntry, type Entry } from '@continuo/shared/protocol/entry';
import { emptyView, foldEntry, type TaskView } from '@continuo/shared/protocol/fold-task';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { ReadLog } from '@continuo/shared/protocol/log-page';

/**
 * Folds the whole log, page by page, up to what there is now. Undefined when no store has it any more.
 *
 * @param onEntry sees each entry once, in order
 */
export async function readTaskView(
  readLog: ReadLog,
  taskId: TaskId,
  onEntry?: (entry: Entry) => void,
): Promise<TaskView | undefined> {
  const view = emptyView();
  while (!view.terminal) {
    const page = await readLog(taskId, view.seq);
    if (page.tag === 'gone') return undefined;
    if (page.entries.length === 0) break;
    for (const entry of page.entries.map(decodeEntry)) {
      foldEntry(view, entry);
      onEntry?.(entry);
    }
  }
  return view;
}
