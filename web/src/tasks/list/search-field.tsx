import { SEARCH_CHARS_MAX } from '@continuo/shared/protocol/limits';
import Search from 'lucide-solid/icons/search';
import { createEffect, onCleanup } from 'solid-js';
import { pacePerMs } from '../../pace.ts';
import { words } from './words.ts';

interface SearchFieldProps {
  value: string;
  /** Undefined: nothing is searched. */
  onChange: (value: string | undefined) => void;
  onField: (field: HTMLInputElement) => void;
}

/** Who writes is not asked after each character. */
const PAUSE_MS = 300;

export function SearchField(props: SearchFieldProps) {
  let field: HTMLInputElement | undefined;
  const tell = (): void => props.onChange(field?.value.trim() || undefined);
  const telling = pacePerMs(PAUSE_MS, tell);
  onCleanup(telling.cancel);
  createEffect(() => {
    // The address leads, but not while somebody is writing here.
    const { value } = props;
    if (field && field !== document.activeElement) field.value = value;
  });
  return (
    <label class="relative flex min-w-40 flex-1 items-center wide:max-w-72">
      <Search size={14} class="pointer-events-none absolute start-2.5 text-muted" aria-hidden="true" />
      <input
        ref={(element) => {
          field = element;
          props.onField(element);
        }}
        type="search"
        class="h-8 w-full rounded-control border border-control bg-raised ps-8 pe-2 placeholder:text-muted"
        placeholder={words().search}
        aria-label={words().search}
        maxlength={SEARCH_CHARS_MAX}
        value={props.value}
        onInput={() => telling.request()}
        onKeyDown={(event) => {
          if (event.key === 'Enter') telling.flush();
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
        data-testid="search-tasks"
      />
    </label>
  );
}
