import { createUniqueId, For, type JSX } from 'solid-js';
import { useServices } from '../../services.ts';
import { words as modelWords } from '../../models/words.ts';
import type { ChipName, TaskFilters } from './filters.ts';
import { words } from './words.ts';

interface FilterFormProps {
  filters: TaskFilters;
  onChange: (change: Partial<Record<keyof TaskFilters, string | undefined>>) => void;
}

const FIELD = 'h-8 w-full min-w-0 rounded-control border border-control bg-raised px-2';

/** What can be filtered by beside status, time and words. Each holds at once. */
export function FilterForm(props: FilterFormProps) {
  const { offer } = useServices().offer;
  const models = () => [
    ...new Set(offer()?.providers.flatMap((each) => each.models.map(({ model }) => model))),
  ];
  const modelListId = createUniqueId();
  return (
    <div class="grid w-72 max-w-full gap-3">
      <Choice
        name="provider"
        {...props}
        options={Object.entries(modelWords().providers).map(([value, label]) => ({ value, label }))}
      />
      <TextFilter name="model" {...props} list={modelListId} />
      <datalist id={modelListId}>
        <For each={models()}>{(model) => <option value={model} />}</For>
      </datalist>
      <Choice
        name="cached"
        {...props}
        options={[
          { value: 'true', label: words().cachedValues.true },
          { value: 'false', label: words().cachedValues.false },
        ]}
      />
      <TextFilter name="worker" {...props} />
      <TextFilter name="conv" {...props} />
      <TextFilter name="batch" {...props} />
    </div>
  );
}

type FieldProps = FilterFormProps & { name: ChipName };

function Choice(props: FieldProps & { options: readonly { value: string; label: string }[] }) {
  return (
    <Labelled name={props.name}>
      <select
        class={FIELD}
        onChange={(event) => props.onChange({ [props.name]: event.currentTarget.value || undefined })}
        data-testid={`filter-${props.name}`}
      >
        <option value="">{words().anyValue}</option>
        <For each={props.options}>
          {({ value, label }) => (
            <option value={value} selected={props.filters[props.name] === value}>
              {label}
            </option>
          )}
        </For>
      </select>
    </Labelled>
  );
}

function TextFilter(props: FieldProps & { list?: string }) {
  return (
    <Labelled name={props.name}>
      <input
        class={FIELD}
        list={props.list}
        spellcheck={false}
        autocapitalize="off"
        value={props.filters[props.name] ?? ''}
        onChange={(event) => props.onChange({ [props.name]: event.currentTarget.value.trim() || undefined })}
        data-testid={`filter-${props.name}`}
      />
    </Labelled>
  );
}

function Labelled(props: { name: ChipName; children: JSX.Element }) {
  return (
    <label class="grid grid-cols-[6.5rem_1fr] items-center gap-2">
      <span class="text-muted">{words().filters[props.name]}</span>
      {props.children}
    </label>
  );
}
