import { Show } from 'solid-js';
import { useServices } from '../services.ts';
import { createLiveFigures } from '../shell/connection/create-live-figures.ts';
import { words } from './words.ts';

/** Said while the service is there and nobody would answer. Nothing is lost: what is sent waits. */
export function NoWorkerNotice() {
  const figures = createLiveFigures(useServices());
  return (
    <Show when={figures()?.workers === 0}>
      <p
        class="border-b border-line bg-panel px-4 py-1.5 text-center text-meta text-retrying"
        data-testid="no-worker"
      >
        {words().noWorker}
      </p>
    </Show>
  );
}
