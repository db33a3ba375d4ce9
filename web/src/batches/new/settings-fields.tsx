import { createUniqueId, Show } from 'solid-js';
import { Switch } from '../../controls/switch.tsx';
import type { ModelChoice } from '../../models/create-model-offer.ts';
import { ModelPicker } from '../../models/model-picker.tsx';
import { formatCount } from '../../words/format.ts';
import { words } from '../words.ts';
import { BOUNDS, readNumber, type BatchFields, type NumberField } from './batch-settings.ts';

interface SettingsFieldsProps {
  fields: BatchFields;
  onChange: (change: Partial<BatchFields>) => void;
  choice: ModelChoice | undefined;
  onChoose: (choice: ModelChoice) => void;
}

/** With what every line is asked that does not say otherwise. */
export function SettingsFields(props: SettingsFieldsProps) {
  return (
    <div class="flex flex-col gap-4">
      <TextField
        label={words().form.name}
        hint={words().form.nameHint}
        value={props.fields.name}
        onInput={(name) => props.onChange({ name })}
        testId="batch-name"
      />
      <div class="flex flex-col gap-1">
        <span class="font-medium" aria-hidden="true">
          {words().form.model}
        </span>
        <div class="flex rounded-control border border-control bg-raised">
          <ModelPicker isField choice={props.choice} onChoose={props.onChoose} />
        </div>
      </div>
      <div class="grid grid-cols-2 gap-4">
        <NumberInput name="temperature" {...props} />
        <NumberInput name="maxTokens" {...props} />
      </div>
      <NumberInput name="concurrency" {...props} />
      <div class="flex items-start justify-between gap-4">
        <span class="flex flex-col">
          <span id="batch-cache" class="font-medium">
            {words().form.cache}
          </span>
          <span id="batch-cache-hint" class="text-meta text-muted">
            {words().form.cacheHint}
          </span>
        </span>
        <Switch
          isOn={props.fields.cache}
          onChange={(cache) => props.onChange({ cache })}
          labelledBy="batch-cache"
          describedBy="batch-cache-hint"
          testId="batch-cache"
        />
      </div>
    </div>
  );
}

function NumberInput(props: SettingsFieldsProps & { name: NumberField }) {
  const isBad = () => readNumber(props.name, props.fields[props.name]) === 'bad';
  const fault = () => {
    const { min, max } = BOUNDS[props.name];
    const { between, whole } = words().form;
    return (props.name === 'temperature' ? between : whole)(formatCount(min), formatCount(max));
  };
  return (
    <TextField
      label={words().form[props.name]}
      hint={isBad() ? fault() : words().form[`${props.name}Hint`]}
      isBad={isBad()}
      isNumber
      value={props.fields[props.name]}
      onInput={(text) => props.onChange({ [props.name]: text })}
      testId={`batch-${props.name}`}
    />
  );
}

interface TextFieldProps {
  label: string;
  hint: string;
  value: string;
  isBad?: boolean;
  isNumber?: boolean;
  onInput: (text: string) => void;
  testId: string;
}

function TextField(props: TextFieldProps) {
  const id = createUniqueId();
  return (
    <div class="flex min-w-0 flex-col gap-1">
      <label for={id} class="font-medium">
        {props.label}
      </label>
      <input
        id={id}
        class="h-9 w-full rounded-control border border-control bg-raised px-3 tabular aria-invalid:border-failed"
        value={props.value}
        inputmode={props.isNumber ? 'decimal' : 'text'}
        autocomplete="off"
        aria-invalid={props.isBad ? 'true' : undefined}
        aria-describedby={`${id}-hint`}
        onInput={(event) => props.onInput(event.currentTarget.value)}
        data-testid={props.testId}
      />
      <Show when={props.hint}>
        <span
          id={`${id}-hint`}
          class="text-meta"
          classList={{ 'text-failed': props.isBad, 'text-muted': !props.isBad }}
        >
          {props.hint}
        </span>
      </Show>
    </div>
  );
}
