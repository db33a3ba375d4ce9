import type { TaskStatus } from '@continuo/shared/protocol/task-status';
import { useQuery } from '@tanstack/solid-query';
import { onCleanup, type Accessor } from 'solid-js';
import { pacePerMs } from '../../pace.ts';
import { askFor, queryClient } from '../../queries.tsx';
import { useServices } from '../../services.ts';
import { countedWindow, type TaskFilters } from './filters.ts';
import { TASK_EVENTS, type TaskEvent } from './patch-task.ts';

/** The figures are counted when they are asked for, so they are not asked for with each event. */
const COUNT_AGAIN_MS = 2_500;

/** How many tasks of each status there are in the time that the list shows. */
export function createCounts(
  filters: Accessor<TaskFilters>,
): Accessor<Partial<Record<TaskStatus, number>> | undefined> {
  const services = useServices();
  const window = () => countedWindow(filters());
  const query = useQuery(() => ({
    queryKey: ['stats', window()],
    enabled: window() !== undefined,
    queryFn: askFor(services, () => services.client.api.stats(window() ?? '7d')),
    reconcile: false as const,
  }));
  const again = pacePerMs(
    COUNT_AGAIN_MS,
    () => void queryClient.invalidateQueries({ queryKey: ['stats', window()] }),
  );
  onCleanup(again.cancel);
  onCleanup(
    services.events.subscribe<TaskEvent['type']>({
      types: TASK_EVENTS,
      onEvent: again.request,
      onReset: again.request,
    }),
  );
  return () => (window() !== undefined && query.isSuccess ? query.data.tasks : undefined);
}
