import type { EventDataOf } from '@continuo/shared/protocol/event-api';
import { createMemo, createSignal, onCleanup, type Accessor } from 'solid-js';
import type { Services } from '../../services.ts';
import { countRunning, type CountedTasks } from './count-running.ts';

/** How things stand at the service, in three figures. */
export interface LiveFigures {
  /** Generators that were heard of lately. */
  workers: number;
  /** Requests that no generator has taken. */
  waiting: number;
  /** The owner's tasks that are being worked on; the other figures are of all owners. */
  running: CountedTasks;
}

/** @returns undefined while nobody tells */
export function createLiveFigures({
  events,
  connection,
}: Pick<Services, 'events' | 'connection'>): Accessor<LiveFigures | undefined> {
  const [told, setTold] = createSignal<EventDataOf<'stats'>>();
  onCleanup(events.subscribe({ types: ['stats'], onEvent: setTold, onReset: () => setTold(undefined) }));
  return createMemo(() => {
    const stats = told();
    if (!stats || connection.state() === 'down' || connection.state() === 'offline') return undefined;
    return {
      workers: stats.workers.filter(({ service }) => service === 'generator').length,
      waiting: stats.queue.waiting,
      running: countRunning(stats.workers),
    };
  });
}
