import { A } from '@solidjs/router';
import { For, Show } from 'solid-js';
import { useServices } from '../services.ts';
import { Mark } from '../shell/sidebar/brand.tsx';
import { pageWords } from '../words/page-words.ts';
import { words } from './words.ts';

/** Answers under way that are shown beside a new chat. */
const RUNNING_MAX = 3;

export function EmptyChat() {
  return (
    <div class="mt-auto flex flex-col items-center gap-3 px-6 pb-8 text-center">
      <Mark class="size-10" />
      <h2 class="text-title font-semibold tracking-[-0.01em]">{pageWords().product}</h2>
      <p class="text-chat text-balance text-muted">{words().promise}</p>
    </div>
  );
}

export function Suggestions(props: { onPick: (prompt: string) => void }) {
  return (
    <ul class="mx-auto grid w-full max-w-column gap-2 px-4 pt-1 pb-4 wide:grid-cols-2">
      <For each={words().suggestions}>
        {(suggestion) => (
          <li>
            <button
              type="button"
              class="h-full w-full rounded-card border border-line px-3.5 py-2.5 text-start text-muted transition-colors hover:border-control hover:text-text"
              onClick={() => props.onPick(suggestion)}
              data-testid="suggestion"
            >
              {suggestion}
            </button>
          </li>
        )}
      </For>
    </ul>
  );
}

/** What is being answered elsewhere. */
export function RunningAnswers() {
  const { conversations, markOf } = useServices().conversations;
  const running = () =>
    (conversations() ?? []).filter((each) => markOf(each) === 'running').slice(0, RUNNING_MAX);
  return (
    // As high as it will be, so that nothing moves when it comes.
    <section
      class="mx-auto mb-auto min-h-28 w-full max-w-column px-4 text-muted"
      aria-label={words().stillRunning}
      data-testid="running-answers"
    >
      <Show when={running().length > 0}>
        <h2 class="px-3.5 text-meta">{words().stillRunning}</h2>
        <ul>
          <For each={running()}>
            {({ id, title }) => (
              <li>
                <A
                  href={`/c/${id}`}
                  class="flex h-8 items-center gap-2.5 rounded-control px-3.5 transition-colors hover:bg-panel hover:text-text pointer-coarse:h-11"
                >
                  <span class="size-1.5 shrink-0 animate-pulse rounded-full bg-running" aria-hidden="true" />
                  <span class="truncate">{title}</span>
                </A>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  );
}
