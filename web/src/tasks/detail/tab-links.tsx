import { For } from 'solid-js';
import { hrefOfTask, TASK_TABS, type TaskAddress, type TaskTab } from '../task-address.ts';
import { words } from './words.ts';

interface TabLinksProps {
  taskId: string;
  address: TaskAddress & { tab: TaskTab };
  /** What stands beside the name of a tab. */
  countOf: (tab: TaskTab) => string;
}

/** The views of a task. They are links: each has an address. */
export function TabLinks(props: TabLinksProps) {
  return (
    <nav aria-label={words().tabs} class="flex gap-5">
      <For each={TASK_TABS}>
        {(tab) => (
          <a
            href={hrefOfTask(props.taskId, { ...props.address, tab })}
            class="target -mb-px flex h-9 items-center gap-1.5 border-b-2 border-transparent text-muted transition-colors hover:text-text aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-text"
            aria-current={props.address.tab === tab ? 'page' : undefined}
            data-testid={`tab-${tab}`}
          >
            {words().tab[tab]}
            <span class="tabular text-meta text-muted">{props.countOf(tab)}</span>
          </a>
        )}
      </For>
    </nav>
  );
}
