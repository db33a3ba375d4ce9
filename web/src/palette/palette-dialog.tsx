import Search from 'lucide-solid/icons/search';
import { onMount, Show } from 'solid-js';
import type { Command } from './command.ts';
import { createPalette } from './create-palette.ts';
import { isShortcut } from './is-shortcut.ts';
import { PaletteList } from './palette-list.tsx';
import { words } from './words.ts';

const LIST_ID = 'palette-list';
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** A combobox over everything: the focus stays in its field, the keys choose from the list below. */
export function PaletteDialog(props: { onClose: () => void }) {
  const palette = createPalette();
  let dialog: HTMLDialogElement | undefined;
  onMount(() => dialog?.showModal());

  // Closed first, so that the focus is back on the page when the command moves it.
  const run = (command: Command | undefined): void => {
    if (!command) return;
    dialog?.close();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    const isClosing = isShortcut(event, 'palette');
    if (event.isComposing || (!step && !isClosing && event.key !== 'Enter')) return;
    event.preventDefault();
    if (isClosing) dialog?.close();
    else if (step) palette.move(step);
    else run(palette.active());
  };
  return (
    <dialog
      ref={(element) => (dialog = element)}
      class="mx-auto mt-[12dvh] mb-auto max-h-[min(30rem,76dvh)] w-[min(36rem,calc(100vw-1.5rem))] flex-col overflow-hidden rounded-card border border-line bg-raised text-text shadow-popover backdrop:bg-scrim open:flex max-wide:mt-3"
      aria-label={words().palette}
      onClose={() => props.onClose()}
      onClick={(event) => event.target === event.currentTarget && dialog?.close()}
      data-testid="palette"
    >
      <div class="flex shrink-0 items-center gap-2.5 border-b border-line px-4">
        <Search size={16} class="shrink-0 text-muted" aria-hidden="true" />
        <input
          type="text"
          role="combobox"
          autofocus
          autocomplete="off"
          class="h-12 min-w-0 flex-1 bg-transparent text-chat outline-none placeholder:text-muted max-wide:text-[16px]"
          aria-label={words().prompt}
          aria-autocomplete="list"
          aria-expanded="true"
          aria-controls={LIST_ID}
          aria-activedescendant={palette.active()?.id}
          placeholder={words().prompt}
          value={palette.query()}
          onInput={(event) => palette.setQuery(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          data-testid="palette-query"
        />
      </div>
      <PaletteList id={LIST_ID} palette={palette} onRun={run} />
      <p role="status" class="sr-only">
        <Show when={!palette.isSearching()}>{words().found(palette.commands().length)}</Show>
      </p>
    </dialog>
  );
}
