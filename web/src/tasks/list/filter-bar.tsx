import ListFilter from 'lucide-solid/icons/list-filter';
import X from 'lucide-solid/icons/x';
import { For, Show } from 'solid-js';
import { Popover } from '../../controls/popover.tsx';
import { TextButton } from '../../controls/text-button.tsx';
import { shortenId } from '../shorten-id.ts';
import { FilterForm } from './filter-form.tsx';
import { CHIP_NAMES, countFilters, type ChipName, type TaskFilters } from './filters.ts';
import { RangePicker } from './range-picker.tsx';
import { SearchField } from './search-field.tsx';
import { words } from './words.ts';

interface FilterBarProps {
  filters: TaskFilters;
  /** Changes some of them; a value of undefined takes one away. */
  onChange: (change: Partial<Record<keyof TaskFilters, string | undefined>>) => void;
  onClear: () => void;
  onSearchField: (field: HTMLInputElement) => void;
}

export function FilterBar(props: FilterBarProps) {
  const chips = () => CHIP_NAMES.filter((name) => props.filters[name] !== undefined);
  return (
    <div class="flex flex-wrap items-center gap-2">
      <SearchField
        value={props.filters.q ?? ''}
        onChange={(q) => props.onChange({ q })}
        onField={props.onSearchField}
      />
      <RangePicker filters={props.filters} onChange={props.onChange} />
      <Popover
        label={words().filterBy}
        class="inline-flex h-8 items-center gap-2 rounded-control border border-control bg-raised px-2.5 transition hover:border-text"
        trigger={
          <>
            <ListFilter size={14} aria-hidden="true" />
            {words().addFilter}
          </>
        }
        testId="filter"
      >
        <FilterForm filters={props.filters} onChange={props.onChange} />
      </Popover>
      <For each={chips()}>
        {(name) => (
          <Chip
            name={words().filters[name]}
            value={describeValue(name, props.filters[name] ?? '')}
            onRemove={() => props.onChange({ [name]: undefined })}
            testId={`chip-${name}`}
          />
        )}
      </For>
      <Show when={countFilters(props.filters) > 0}>
        <TextButton label={words().clearFilters} onClick={props.onClear} testId="clear-filters" />
      </Show>
    </div>
  );
}

function Chip(props: { name: string; value: string; onRemove: () => void; testId: string }) {
  return (
    <span
      class="inline-flex h-7 max-w-64 items-center gap-1 rounded-full border border-line bg-panel ps-2.5 pe-1"
      data-testid={props.testId}
    >
      <span class="shrink-0 text-muted">{props.name}</span>
      <span class="min-w-0 truncate" title={props.value}>
        {props.value}
      </span>
      <button
        type="button"
        class="target grid size-6 shrink-0 place-items-center rounded-full text-muted hover:text-text"
        aria-label={words().removeFilter(props.name)}
        onClick={() => props.onRemove()}
      >
        <X size={14} aria-hidden="true" />
      </button>
    </span>
  );
}

function describeValue(name: ChipName, value: string): string {
  if (name === 'cached') return words().cachedValues[value === 'true' ? 'true' : 'false'];
  return name === 'conv' || name === 'batch' ? shortenId(value) : value;
}
