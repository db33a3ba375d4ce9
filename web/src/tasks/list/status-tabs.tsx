import { TASK_STATUSES, type TaskStatus } from '@continuo/shared/protocol/task-status';
import { For, Show } from 'solid-js';
import { formatCount } from '../../words/format.ts';
import { pageWords } from '../../words/page-words.ts';
import { words } from './words.ts';

interface StatusTabsProps {
  chosen: TaskStatus | undefined;
  /** How many there are of each; undefined: nobody counts what is filtered. */
  counts: Partial<Record<TaskStatus, number>> | undefined;
  hrefOf: (status: TaskStatus | undefined) => string;
}

/** One list for each status. They are links: each list has an address. */
export function StatusTabs(props: StatusTabsProps) {
  const count = (status: TaskStatus | undefined): number | undefined => {
    const { counts } = props;
    if (!counts) return undefined;
    if (status) return counts[status] ?? 0;
    return TASK_STATUSES.reduce((sum, name) => sum + (counts[name] ?? 0), 0);
  };
  return (
    <nav aria-label={words().statuses} class="flex min-w-0 gap-1 overflow-x-auto p-1 max-wide:-mx-1">
      <For each={[undefined, ...TASK_STATUSES]}>
        {(status) => (
          <a
            href={props.hrefOf(status)}
            class="target flex h-7 shrink-0 items-center gap-1.5 rounded-control px-2.5 text-muted transition-colors hover:bg-panel hover:text-text aria-[current=true]:bg-panel aria-[current=true]:font-medium aria-[current=true]:text-text"
            aria-current={props.chosen === status ? 'true' : undefined}
            data-testid={`status-${status ?? 'all'}`}
          >
            {status ? pageWords().status[status] : words().all}
            <Show when={count(status) !== undefined}>
              <span class="tabular text-meta text-muted">{formatCount(count(status) ?? 0)}</span>
            </Show>
          </a>
        )}
      </For>
    </nav>
  );
}
