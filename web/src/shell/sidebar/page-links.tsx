import { A } from '@solidjs/router';
import ChartLine from 'lucide-solid/icons/chart-line';
import Layers from 'lucide-solid/icons/layers';
import ListTree from 'lucide-solid/icons/list-tree';
import Settings from 'lucide-solid/icons/settings';
import { For, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { formatCount } from '../../words/format.ts';
import { pageWords } from '../../words/page-words.ts';
import { words } from '../words.ts';

/** The pages beside the chat, in the order in which they are linked. */
const PAGES = [
  { name: 'tasks', icon: ListTree },
  { name: 'batches', icon: Layers },
  { name: 'stats', icon: ChartLine },
  { name: 'settings', icon: Settings },
] as const;

/** @param props.running tasks that are being worked on, if that is known */
export function PageLinks(props: { running: number | undefined }) {
  return (
    <nav aria-label={words().navigation} class="border-t border-line px-2 py-2">
      <ul>
        <For each={PAGES}>
          {({ name, icon }) => (
            <li>
              <A
                href={`/${name}`}
                class="flex h-8 items-center gap-2.5 rounded-control px-2.5 text-muted transition-colors hover:bg-line/60 hover:text-text aria-[current=page]:bg-line aria-[current=page]:text-text pointer-coarse:h-11"
                data-testid={`page-${name}`}
              >
                <Dynamic component={icon} size={15} aria-hidden="true" />
                <span class="flex-1">{pageWords()[name]}</span>
                <Show when={name === 'tasks' && props.running}>
                  {(running) => (
                    <span class="tabular text-meta text-running" data-testid="running-count">
                      <span aria-hidden="true">{formatCount(running())}</span>
                      <span class="sr-only">{words().runningTasks(running())}</span>
                    </span>
                  )}
                </Show>
              </A>
            </li>
          )}
        </For>
      </ul>
    </nav>
  );
}
