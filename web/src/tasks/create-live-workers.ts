import type { LiveParts } from '@continuo/shared/protocol/stats-api';
import { createMemo, createSignal, onCleanup, type Accessor } from 'solid-js';
import { useServices } from '../services.ts';

export type LiveWorker = LiveParts['workers'][number];

/** Who works, told every two seconds. */
export interface LiveWorkers {
  /** Undefined: nobody has told yet. */
  generators: Accessor<readonly LiveWorker[] | undefined>;
  /** When that was told, unix ms of this machine. */
  toldAt: Accessor<number>;
  /** Undefined: nobody knows. */
  isNobodyThere: Accessor<boolean | undefined>;
}

export function createLiveWorkers(): LiveWorkers {
  const { events } = useServices();
  const [told, setTold] = createSignal<{ workers: readonly LiveWorker[]; at: number }>();
  const unsubscribe = events.subscribe<'stats'>({
    types: ['stats'],
    onEvent: ({ workers }) => setTold({ workers, at: Date.now() }),
    // What comes next says all there is to say.
    onReset: () => undefined,
  });
  onCleanup(unsubscribe);
  const generators = createMemo(() => told()?.workers.filter(({ service }) => service === 'generator'));
  return {
    generators,
    toldAt: () => told()?.at ?? 0,
    isNobodyThere: createMemo(() => generators() && generators()?.length === 0),
  };
}
