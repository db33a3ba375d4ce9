import Search from 'lucide-solid/icons/search';
import X from 'lucide-solid/icons/x';
import { Show } from 'solid-js';
import { isMacPlatform, nameKeys } from '../../palette/name-keys.ts';
import { shortcutOf } from '../../palette/key-map.ts';
import { useServices } from '../../services.ts';
import { words } from '../words.ts';

interface SearchFieldProps {
  query: string;
  onSearch: (query: string) => void;
  /** ArrowDown: to what was found. */
  onLeave: () => void;
}

const PALETTE_KEYS = nameKeys(shortcutOf('palette').keys[0], isMacPlatform()).join(' ');
const FIELD_ID = 'conversation-search';

/** Also says how the palette is opened, which finds more. */
export function SearchField(props: SearchFieldProps) {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && props.query !== '') {
      event.stopPropagation();
      props.onSearch('');
    }
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    props.onLeave();
  };
  return (
    <search class="relative flex items-center">
      <Search size={14} class="pointer-events-none absolute start-2.5 text-muted" aria-hidden="true" />
      <input
        id={FIELD_ID}
        type="text"
        inputmode="search"
        autocomplete="off"
        class="h-9 w-full min-w-0 rounded-control border border-line bg-transparent ps-8 pe-16 outline-offset-0 transition-colors placeholder:text-muted hover:border-control max-wide:text-[16px] pointer-coarse:h-11 wide:h-8"
        aria-label={words().search}
        placeholder={words().searchPlaceholder}
        value={props.query}
        onInput={(event) => props.onSearch(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        data-testid="search"
      />
      <Show when={props.query !== ''} fallback={<PaletteHint />}>
        <button
          type="button"
          class="target absolute end-1 grid size-7 place-items-center rounded-[6px] text-muted hover:text-text"
          aria-label={words().clearSearch}
          onClick={() => {
            props.onSearch('');
            focusSearch();
          }}
        >
          <X size={14} aria-hidden="true" />
        </button>
      </Show>
    </search>
  );
}

export function focusSearch(): void {
  document.getElementById(FIELD_ID)?.focus();
}

function PaletteHint() {
  const { shortcuts } = useServices();
  return (
    <button
      type="button"
      class="absolute end-1.5 rounded-[5px] border border-line px-1.5 text-meta text-muted hover:border-control hover:text-text pointer-coarse:hidden"
      // What is seen on a button is part of its name, for who speaks to the page.
      aria-label={`${words().openPalette}, ${PALETTE_KEYS}`}
      title={words().openPalette}
      onClick={() => shortcuts.run('palette')}
      data-testid="open-palette"
    >
      <kbd class="font-sans">{PALETTE_KEYS}</kbd>
    </button>
  );
}
