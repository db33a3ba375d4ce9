import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import { Show } from 'solid-js';
import type { LiveWorkers } from './create-live-workers.ts';
import { words } from './list/words.ts';

export function WorkerNotice(props: { workers: LiveWorkers }) {
  return (
    <Show when={props.workers.isNobodyThere()}>
      <p
        class="flex items-center gap-2 rounded-control border border-retrying px-3 py-2 text-retrying"
        role="status"
        data-testid="no-worker"
      >
        <TriangleAlert size={16} class="shrink-0" aria-hidden="true" />
        {words().noWorker}
      </p>
    </Show>
  );
}
