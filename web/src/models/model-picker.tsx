import ChevronDown from 'lucide-solid/icons/chevron-down';
import { createSignal, For, Show } from 'solid-js';
import { useServices } from '../services.ts';
import { words } from './words.ts';
import type { ModelChoice } from './create-model-offer.ts';

/** An option's value. Without a model it asks for the name of one. */
const valueOf = (choice: ModelChoice): string => `${choice.provider} ${choice.model}`;

/** Provider and model in one; any model of a provider can be named, listed or not. */
export function ModelPicker(props: {
  choice: ModelChoice | undefined;
  onChoose: (choice: ModelChoice) => void;
  /** A field of a form, as wide as its place; else it leaves room for a title beside it. */
  isField?: boolean;
}) {
  const { offer, labelOf } = useServices().offer;
  const [naming, setNaming] = createSignal<string>();

  const isListed = (choice: ModelChoice): boolean =>
    offer()?.providers.some(
      ({ provider, models }) =>
        provider === choice.provider && models.some(({ model }) => model === choice.model),
    ) ?? false;
  const onSelect = (select: HTMLSelectElement): void => {
    const [provider = '', model = ''] = select.value.split(' ');
    if (model !== '') props.onChoose({ provider, model });
    setNaming(model === '' ? provider : undefined);
  };
  const onNamed = (model: string): void => {
    const provider = naming();
    if (provider !== undefined && model !== '') props.onChoose({ provider, model });
    setNaming(undefined);
  };

  return (
    <Show
      when={naming() === undefined}
      fallback={
        <ModelNameField
          isField={props.isField ?? false}
          onDone={onNamed}
          onCancel={() => setNaming(undefined)}
        />
      }
    >
      <div
        class="relative min-w-0 shrink-0"
        classList={{
          'w-full': props.isField,
          'max-w-[38%] wide:max-w-[55%]': !props.isField,
          // Not seen to grow when it gets what it says.
          invisible: props.choice === undefined,
        }}
      >
        <select
          class="h-8 w-full appearance-none [field-sizing:content] truncate rounded-control border border-transparent bg-transparent ps-2.5 pe-7 text-text transition-colors hover:border-line"
          aria-label={words().model}
          data-testid="model"
          onChange={(event) => onSelect(event.currentTarget)}
        >
          <Show when={props.choice && !isListed(props.choice) ? props.choice : undefined}>
            {(choice) => (
              <option selected value={valueOf(choice())}>
                {labelOf(choice())}
              </option>
            )}
          </Show>
          <ModelOptions choice={props.choice} />
        </select>
        <ChevronDown
          size={14}
          class="pointer-events-none absolute end-2 top-1/2 -translate-y-1/2 text-muted"
          aria-hidden="true"
        />
      </div>
    </Show>
  );
}

/** Every model on offer, and for each provider one that can be named. */
function ModelOptions(props: { choice: ModelChoice | undefined }) {
  const { offer } = useServices().offer;
  return (
    <For each={offer()?.providers}>
      {({ provider, models }) => (
        <optgroup label={words().providers[provider] ?? provider}>
          <For each={models}>
            {({ model, label }) => (
              <option
                value={valueOf({ provider, model })}
                selected={props.choice?.provider === provider && props.choice.model === model}
              >
                {label}
              </option>
            )}
          </For>
          <option value={`${provider} `}>{words().otherModel}</option>
        </optgroup>
      )}
    </For>
  );
}

function ModelNameField(props: { isField: boolean; onDone: (model: string) => void; onCancel: () => void }) {
  return (
    <input
      ref={(input) => queueMicrotask(() => input.focus())}
      class="h-8 rounded-control border border-control bg-raised px-2.5"
      classList={{ 'w-full': props.isField, 'w-56 max-w-[55%]': !props.isField }}
      aria-label={words().modelName}
      placeholder={words().modelName}
      data-testid="model-name"
      spellcheck={false}
      autocapitalize="off"
      onKeyDown={(event) => {
        if (event.key === 'Enter') props.onDone(event.currentTarget.value.trim());
        if (event.key === 'Escape') props.onCancel();
      }}
      onBlur={(event) => props.onDone(event.currentTarget.value.trim())}
    />
  );
}
