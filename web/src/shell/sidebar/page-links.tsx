import { useLocation } from '@solidjs/router';
import ChartLine from 'lucide-solid/icons/chart-line';
import Layers from 'lucide-solid/icons/layers';
import ListTree from 'lucide-solid/icons/list-tree';
import Settings from 'lucide-solid/icons/settings';
import { For, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { formatAtLeast } from '../../words/format.ts';
import { pageWords } from '../../words/page-words.ts';
import type { CountedTasks } from '../connection/count-running.ts';
import { words } from '../words.ts';

/** The pages beside the chat, in the order in which they are linked. */
const PAGES = [
  { name: 'tasks', icon: ListTree },
  { name: 'batches', icon: Layers },
  { name: 'stats', icon: ChartLine },
  { name: 'settings', icon: Settings },
] as const;

/** @param props.running the owner's tasks that are being worked on, if that is known */
export function PageLinks(props: { running: CountedTasks | undefined }) {
  const location = useLocation();
  /** What is below a page, such as one of its tasks, counts as the page. */
  const isCurrent = (name: string): boolean => location.pathname.split('/')[1] === name;
  const running = () => (props.running?.count ? props.running : undefined);
  return (
    <nav aria-label={words().navigation} class="border-t border-line px-2 py-2">
      <ul>
        <For each={PAGES}>
          {({ name, icon }) => (
            <li>
              <a
                href={`/${name}`}
                class="flex h-8 items-center gap-2.5 rounded-control px-2.5 text-muted transition-colors hover:bg-line/60 hover:text-text aria-[current=page]:bg-line aria-[current=page]:text-text pointer-coarse:h-11"
                aria-current={isCurrent(name) ? 'page' : undefined}
                data-testid={`page-${name}`}
              >
                <Dynamic component={icon} size={15} aria-hidden="true" />
                <span class="flex-1">{pageWords()[name]}</span>
                <Show when={name === 'tasks' && running()}>
                  {(known) => (
                    <span class="tabular text-meta text-running" data-testid="running-count">
                      <span aria-hidden="true">{formatAtLeast(known())}</span>
                      <span class="sr-only">{words().runningTasks(known())}</span>
                    </span>
                  )}
                </Show>
              </a>
            </li>
          )}
        </For>
      </ul>
    </nav>
  );
}
