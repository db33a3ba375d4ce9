import { For } from 'solid-js';
import { Mark } from '../shell/brand.tsx';
import { pageWords } from '../words/page-words.ts';
import { words } from './words.ts';

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
    <ul class="mx-auto mb-auto grid w-full max-w-column gap-2 px-4 pt-1 pb-6 wide:grid-cols-2">
      <For each={words().suggestions}>
        {(suggestion) => (
          <li>
            <button
              type="button"
              class="h-full w-full rounded-card border border-line px-3.5 py-2.5 text-start text-muted transition-colors hover:border-control hover:text-text"
              onClick={() => props.onPick(suggestion)}
            >
              {suggestion}
            </button>
          </li>
        )}
      </For>
    </ul>
  );
}
