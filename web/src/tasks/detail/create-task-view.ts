import { isTerminal } from '@continuo/shared/protocol/task-status';
import type { WorkflowReply } from '@continuo/shared/protocol/workflow-api';
import { useQuery } from '@tanstack/solid-query';
import { createEffect, createMemo, onCleanup, untrack, type Accessor } from 'solid-js';
import type { ApiFault } from '../../continuo-client/api/api-fault.ts';
import { createClock } from '../../controls/create-clock.ts';
import { pacePerMs } from '../../pace.ts';
import { askFor } from '../../queries.tsx';
import { useServices } from '../../services.ts';
import { createTaskLog, type TaskLog } from './create-task-log.ts';

/** One task as the service tells of it, its log, and the service's clock. */
export interface TaskView {
  task: Accessor<WorkflowReply | undefined>;
  fault: Accessor<ApiFault | undefined>;
  log: TaskLog;
  isOver: Accessor<boolean>;
  /** Of the service's clock, unix ms; once a second while the task goes on. */
  now: Accessor<number>;
  /** How far the service's clock is ahead of this machine's, ms. */
  skewMs: Accessor<number>;
  refresh: () => void;
}

/** After an entry that changes more than the text. */
const REFRESH_SOON_MS = 150;
/** What no entry tells: the place in the queue, what Postgres has. */
const REFRESH_OFTEN_MS = 3_000;

export function createTaskView(taskId: string): TaskView {
  const services = useServices();
  const query = useQuery(() => ({
    queryKey: ['task', taskId],
    queryFn: askFor(services, () => services.client.api.workflows.show(taskId)),
    staleTime: 0,
    refetchInterval: ({ state }: { state: { data: WorkflowReply | undefined } }) =>
      state.data && isTerminal(state.data.status) && isMirrored(state.data) ? false : REFRESH_OFTEN_MS,
  }));
  const task = createMemo(() => (query.isSuccess || query.isRefetchError ? query.data : undefined));
  const isOver = createMemo(() => isTerminal(task()?.status ?? ''));
  const refreshing = pacePerMs(REFRESH_SOON_MS, () => void query.refetch());
  onCleanup(refreshing.cancel);
  const log = createTaskLog(taskId, (entries) => {
    const end = untrack(task)?.seq ?? 0;
    if (entries.some(({ type, seq }) => type !== 'chunk' && seq > end)) refreshing.request();
  });
  const isKnown = createMemo(() => task() !== undefined);
  createEffect(() => {
    if (isKnown()) untrack(() => log.read(task() ?? { seq: 0, incarnation: 0 }));
  });
  const clock = createClock(() => !isOver());
  const skewMs = createMemo((before: number) => {
    const current = task();
    if (!current || isTerminal(current.status)) return before;
    return current.created_at + current.progress.elapsed_ms - query.dataUpdatedAt;
  }, 0);

  return {
    task,
    fault: () => (query.isLoadingError ? query.error : undefined),
    log,
    isOver,
    now: () => clock() + skewMs(),
    skewMs,
    refresh: refreshing.request,
  };
}

/** Postgres has its whole log, so that nothing about it changes any more. */
function isMirrored({ persisted_seq: persisted, seq }: WorkflowReply): boolean {
  return persisted >= seq;
}
