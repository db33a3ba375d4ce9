import { Match, Show, Switch } from 'solid-js';
import { TextButton } from '../../controls/text-button.tsx';
import { pageWords } from '../../words/page-words.ts';
import type { TaskList } from './create-task-list.ts';
import { words } from './words.ts';

/** Below the last row: whether there is more, and how that goes. */
export function ListEnd(props: { list: TaskList }) {
  return (
    <Show when={props.list.tasks().length > 0}>
      <p class="flex justify-center gap-2 px-4 py-5 text-meta text-muted" data-testid="list-end">
        <Switch fallback={words().end(props.list.tasks().length)}>
          <Match when={props.list.moreFault()}>
            {words().moreFailed}
            <TextButton label={pageWords().tryAgain} onClick={props.list.readMore} />
          </Match>
          <Match when={props.list.hasMore()}>{words().loadingMore}</Match>
        </Switch>
      </p>
    </Show>
  );
}
