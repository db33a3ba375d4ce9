import { createEffect, For, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { SnippetText } from '../conversation-list/search/snippet-text.tsx';
import type { Command } from './command.ts';
import type { Palette } from './create-palette.ts';
import { Keys } from './keys.tsx';
import { words } from './words.ts';

interface PaletteListProps {
  id: string;
  palette: Palette;
  onRun: (command: Command) => void;
}

export function PaletteList(props: PaletteListProps) {
  createEffect(() => {
    const { active } = props.palette;
    document.getElementById(active()?.id ?? '')?.scrollIntoView({ block: 'nearest' });
  });
  return (
    <div
      id={props.id}
      role="listbox"
      aria-label={words().results}
      aria-busy={props.palette.isSearching()}
      class="min-h-0 flex-1 overflow-y-auto overscroll-contain p-2"
    >
      <For
        each={props.palette.sections()}
        fallback={
          <p class="px-2.5 py-6 text-center text-muted" data-testid="palette-empty">
            <Show when={!props.palette.isSearching()}>{words().noneFound}</Show>
          </p>
        }
      >
        {(section) => (
          <div role="group" aria-labelledby={`palette-${section.name}`}>
            <p
              id={`palette-${section.name}`}
              role="presentation"
              class="px-2.5 pt-2 pb-1 text-meta font-medium text-muted"
            >
              {words().sections[section.name]}
            </p>
            <For each={section.commands}>
              {(command) => (
                <Option
                  command={command}
                  isActive={command.id === props.palette.active()?.id}
                  onPoint={() => props.palette.setActive(command)}
                  onRun={() => props.onRun(command)}
                />
              )}
            </For>
          </div>
        )}
      </For>
    </div>
  );
}

interface OptionProps {
  command: Command;
  isActive: boolean;
  onPoint: () => void;
  onRun: () => void;
}

function Option(props: OptionProps) {
  return (
    <div
      id={props.command.id}
      role="option"
      aria-selected={props.isActive}
      class="flex min-h-9 cursor-default items-center gap-2.5 rounded-control px-2.5 py-1 aria-selected:bg-line pointer-coarse:min-h-11"
      // Not by entering: the list that scrolls under a resting pointer chooses nothing.
      onPointerMove={() => props.onPoint()}
      onClick={() => props.onRun()}
      data-testid="palette-option"
    >
      <Dynamic component={props.command.icon} size={15} class="shrink-0 text-muted" aria-hidden="true" />
      <span class="min-w-0 flex-1">
        <span class="line-clamp-2 wrap-anywhere">{props.command.label}</span>
        <Show when={props.command.snippet}>
          {(snippet) => (
            <span class="block text-meta text-muted">
              <SnippetText snippet={snippet()} />
            </span>
          )}
        </Show>
      </span>
      <Show when={props.command.keys}>{(keys) => <Keys keys={keys()} />}</Show>
    </div>
  );
}
