import ArrowUp from 'lucide-solid/icons/arrow-up';
import { Show } from 'solid-js';
import { words } from './words.ts';

/** As many as are looked at. */
const COUNTED_MAX = 200;

/** Says that there is more than the list shows. Nothing moves before somebody asks for it. */
export function NewTasks(props: { count: number; onShow: () => void }) {
  return (
    <Show when={props.count > 0}>
      <button
        type="button"
        class="target absolute start-1/2 top-2 z-30 flex h-8 -translate-x-1/2 items-center gap-1.5 rounded-full border border-line bg-raised ps-3 pe-3.5 font-medium shadow-popover transition-colors hover:border-control"
        onClick={() => props.onShow()}
        data-testid="new-tasks"
      >
        <ArrowUp size={14} aria-hidden="true" />
        {words().newTasks(props.count, props.count >= COUNTED_MAX)}
      </button>
    </Show>
  );
}
