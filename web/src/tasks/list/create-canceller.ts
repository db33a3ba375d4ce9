import type { ListedTask } from '@continuo/shared/protocol/http-api';
import { isTerminal } from '@continuo/shared/protocol/task-status';
import { createSignal, type Accessor } from 'solid-js';
import { keepCalling } from '../../shell/connection/keep-calling.ts';
import { useServices } from '../../services.ts';
import { runBounded } from '../../run-bounded.ts';
import type { FreshTasks } from './keep-tasks-fresh.ts';
import { words } from './words.ts';

/** Cancels tasks when somebody has said yes to that. */
export interface Canceller {
  /** Those that are asked about; none: nothing is asked. */
  asked: Accessor<readonly ListedTask[]>;
  ask: (tasks: readonly ListedTask[]) => void;
  dismiss: () => void;
  confirm: () => void;
}

const AT_ONCE_MAX = 4;
const KEEP_TRYING_MS = 30_000;

/** Only the entry at the end of a task says that it was cancelled; until then it is being cancelled. */
export function createCanceller(fresh: FreshTasks): Canceller {
  const services = useServices();
  const { toasts, client } = services;
  const [asked, setAsked] = createSignal<readonly ListedTask[]>([]);

  const cancel = async (taskId: string): Promise<boolean> => {
    fresh.noteCancel(taskId, true);
    const { signal } = new AbortController();
    const outcome = await keepCalling(services, () => client.api.cancel(taskId), {
      signal,
      forMs: KEEP_TRYING_MS,
    });
    const isAsked = outcome?.ok ?? false;
    if (!isAsked) fresh.noteCancel(taskId, false);
    return isAsked;
  };
  const cancelAll = async (tasks: readonly ListedTask[]): Promise<void> => {
    let failed = 0;
    await runBounded(tasks, AT_ONCE_MAX, async ({ task_id: id }) => {
      if (!(await cancel(id))) failed += 1;
    });
    if (failed > 0) toasts.show(words().notCancelled(failed));
  };

  return {
    asked,
    ask: (tasks) => {
      const open = tasks.filter(({ status }) => !isTerminal(status));
      if (open.length > 0) setAsked(open);
      else if (tasks.length > 0) toasts.show(words().nothingToCancel);
    },
    dismiss: () => setAsked([]),
    confirm: () => {
      void cancelAll(asked());
      setAsked([]);
    },
  };
}
