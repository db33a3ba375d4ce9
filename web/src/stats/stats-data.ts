import type { StatsReply } from '@continuo/shared/protocol/stats-api';
import type { StatsWindow } from '@continuo/shared/protocol/stats-window';
import { askFor, queryClient } from '../queries.tsx';
import type { Services } from '../services.ts';

const statsKey = (window: StatsWindow) => ['stats', window] as const;

export function statsQuery(services: Pick<Services, 'client' | 'connection'>, window: StatsWindow) {
  return {
    queryKey: statsKey(window),
    queryFn: askFor(services, () => services.client.api.stats(window)),
  };
}

/** Tasks end many at a time: the figures are asked for once for all that ended in this time. */
const ASK_MS = 1_500;

/**
 * Keeps the figures of a window as they are: how things stand is told by events, the rest is asked for when a task has
 * begun or ended.
 *
 * @returns ends that
 */
export function followStats({ events }: Pick<Services, 'events'>, window: StatsWindow): () => void {
  const queryKey = statsKey(window);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void queryClient.invalidateQueries({ queryKey });
    }, ASK_MS);
  };
  const unsubscribe = events.subscribe({
    types: ['stats', 'task_created', 'task_finished'],
    onReset: ask,
    onEvent: (event) => {
      if (event.type !== 'stats') return ask();
      const { queue, mirror, workers } = event;
      queryClient.setQueryData<StatsReply>(
        queryKey,
        (stats) => stats && { ...stats, queue, mirror, workers },
      );
    },
  });
  return () => {
    clearTimeout(timer);
    unsubscribe();
  };
}
