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
      <div class="flex items-center gap-3" data-testid="selection">
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
