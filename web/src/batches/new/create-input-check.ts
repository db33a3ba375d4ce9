import { BATCH_BYTES_MAX } from '@continuo/shared/protocol/limits';
import { createEffect, createSignal, onCleanup, type Accessor } from 'solid-js';
import type { CheckedInput, CheckReply, CheckRequest } from './check-input.ts';
import type { LineForm } from './check-lines.ts';

/** What is to be asked: written here, or a file. */
export interface LinesInput {
  content: Blob;
  form: LineForm;
}

/** The state of an input: undefined while it is being checked. */
export type InputState = CheckedInput | 'too_large' | undefined;

/** Checks an input whenever it changes, in a worker; of several checks only the last one counts. */
export function createInputCheck(input: Accessor<LinesInput>): Accessor<InputState> {
  const [state, setState] = createSignal<InputState>();
  const worker = new Worker(new URL('./check-lines.worker.ts', import.meta.url), { type: 'module' });
  onCleanup(() => worker.terminate());
  let asked = 0;
  worker.addEventListener('message', ({ data: { id, ...checked } }: MessageEvent<CheckReply>) => {
    if (id === asked) setState(checked);
  });
  createEffect(() => {
    const { content, form } = input();
    asked += 1;
    setState(content.size > BATCH_BYTES_MAX ? 'too_large' : undefined);
    if (content.size > BATCH_BYTES_MAX) return;
    const request: CheckRequest = { id: asked, input: content, form };
    worker.postMessage(request);
  });
  return state;
}

/** Whether it cannot be sent for what is in it. */
export function hasFaults(state: InputState): boolean {
  if (state === undefined || state === 'too_large') return state !== undefined;
  return !state.report || state.report.faultyLines > 0;
}
