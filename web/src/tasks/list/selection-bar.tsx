import type { ListedTask } from '@continuo/shared/protocol/http-api';
import { Show } from 'solid-js';
import { Button } from '../../controls/button.tsx';
import { TextButton } from '../../controls/text-button.tsx';
import type { Selection } from './create-selection.ts';
import { words } from './words.ts';

/** What can be done with what is ticked. */
export function SelectionBar(props: {
  selection: Selection;
  onCancel: (tasks: readonly ListedTask[]) => void;
}) {
  const tasks = () => props.selection.tasks();
  return (
    <Show when={tasks().length > 0}>
      <div
        class="absolute start-1/2 bottom-4 z-30 flex h-11 max-w-full -translate-x-1/2 items-center gap-4 rounded-card border border-line bg-raised ps-4 pe-1.5 whitespace-nowrap shadow-popover"
        data-testid="selection"
      >
        <span class="tabular font-medium">{words().selected(tasks().length)}</span>
        <TextButton label={words().clearSelection} onClick={() => props.selection.set([])} />
        <Button
          kind="danger"
          label={words().cancelSelected(tasks().length)}
          onClick={() => props.onCancel(tasks())}
          testId="cancel-selected"
        />
      </div>
    </Show>
  );
}
