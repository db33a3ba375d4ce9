import X from 'lucide-solid/icons/x';
import { createEffect, For, Show } from 'solid-js';
import { IconButton } from '../../controls/icon-button.tsx';
import { TextButton } from '../../controls/text-button.tsx';
import { useServices } from '../../services.ts';
import { pageWords } from '../../words/page-words.ts';

export function ToastList() {
  const { announcer, toasts } = useServices();
  createEffect(() => {
    const newest = toasts.shown().at(-1);
    if (newest) announcer.say(newest.text);
  });
  return (
    // Below the header: above the composer it would lie on what is being read, over it on what is being written.
    <ul class="pointer-events-none fixed inset-x-0 top-[calc(var(--spacing-header)+8px)] z-50 flex flex-col items-center gap-2 px-4">
      <For each={toasts.shown()}>
        {(toast) => (
          <li
            class="pointer-events-auto flex min-h-10 max-w-full items-center gap-3 rounded-card border border-line bg-raised py-1 ps-4 pe-1.5 shadow-popover"
            data-testid="toast"
          >
            <span class="min-w-0 truncate">{toast.text}</span>
            <Show when={toast.action}>
              {(action) => (
                <TextButton
                  label={action().label}
                  onClick={() => toasts.choose(toast)}
                  testId="toast-action"
                />
              )}
            </Show>
            <IconButton icon={X} label={pageWords().close} onClick={() => toasts.dismiss(toast)} />
          </li>
        )}
      </For>
    </ul>
  );
}
