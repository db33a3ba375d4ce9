import { createSignal, onCleanup, type Accessor } from 'solid-js';
import type { ApiFault, Outcome } from '../../continuo-client/api/api-fault.ts';

/** Something that takes long, goes on while its pane is shown, and can be called off. */
export interface Job {
  state: Accessor<JobState>;
  start: () => void;
  stop: () => void;
}

export type JobState =
  | { kind: 'idle' }
  | { kind: 'running'; count: number }
  | { kind: 'done'; count: number }
  | { kind: 'failed'; count: number; fault: ApiFault };

export interface JobContext {
  signal: AbortSignal;
  /** @param count of what is done by now */
  onProgress: (count: number) => void;
}

export function createJob<Value>(
  work: (context: JobContext) => Promise<Outcome<Value> | undefined>,
  onDone: (value: Value) => void,
): Job {
  const [state, setState] = createSignal<JobState>({ kind: 'idle' });
  let life = new AbortController();
  onCleanup(() => life.abort());

  const run = async (): Promise<void> => {
    life = new AbortController();
    const { signal } = life;
    let count = 0;
    setState({ kind: 'running', count });
    const outcome = await work({
      signal,
      onProgress: (done) => {
        count = done;
        if (!signal.aborted) setState({ kind: 'running', count });
      },
    });
    // Called off: `stop` has said so.
    if (!outcome || signal.aborted) return;
    setState(outcome.ok ? { kind: 'done', count } : { kind: 'failed', count, fault: outcome.fault });
    if (outcome.ok) onDone(outcome.value);
  };
  return {
    state,
    start: () => {
      if (state().kind !== 'running') void run();
    },
    stop: () => {
      life.abort();
      setState({ kind: 'idle' });
    },
  };
}
