import { createSignal, createUniqueId, Show, type JSX } from 'solid-js';
import { Switch } from '../../../controls/switch.tsx';
import { TextButton } from '../../../controls/text-button.tsx';
import type { Conversation } from '../../../conversation/conversation.ts';
import type { ChatSettings } from '../../../models/chat-settings.ts';
import { isTemperature, isTokenCount, TEMPERATURE_MAX } from '../../../models/parse-chat-defaults.ts';
import { useServices } from '../../../services.ts';
import { NumberField } from '../../../controls/number-field.tsx';
import type { WrittenNumber } from '../../../controls/read-number.ts';
import { words } from './words.ts';

/** Where the slider stands while the provider decides. */
const USUAL_TEMPERATURE = 1;
const STEP = 0.1;

interface ParameterProps {
  settings: ChatSettings;
  change: Conversation['change'];
}

/** With what the next message of this conversation is sent. Each change holds at once. */
export function ParameterFields(props: { conversation: Conversation }) {
  const change: Conversation['change'] = (changed) => props.conversation.change(changed);
  return (
    <Show when={props.conversation.settings()}>
      {(settings) => (
        <div class="flex w-80 max-w-full flex-col gap-5" data-testid="parameter-fields">
          <Temperature settings={settings()} change={change} />
          <OutputTokens settings={settings()} change={change} />
          <UseCache settings={settings()} change={change} />
          <SystemText settings={settings()} change={change} />
        </div>
      )}
    </Show>
  );
}

function Temperature(props: ParameterProps) {
  const { offer } = useServices();
  const [isRefused, setRefused] = createSignal(false);
  const isTaken = () => offer.takesTemperature(props.settings);
  const write = (written: WrittenNumber): void => {
    setRefused(written.kind === 'refused');
    if (written.kind !== 'refused')
      props.change({ temperature: written.kind === 'number' ? written.value : undefined });
  };
  return (
    <Parameter
      name={words().temperature}
      note={isTaken() ? words().temperatureMeaning : words().temperatureIgnored}
      isRefused={isRefused()}
      isChosen={isTaken() && props.settings.temperature !== undefined}
      onReset={() => props.change({ temperature: undefined })}
    >
      {(ids) => (
        <div class="flex items-center gap-3">
          <input
            type="range"
            class="min-w-0 flex-1 accent-accent disabled:opacity-50"
            min="0"
            max={TEMPERATURE_MAX}
            step={STEP}
            disabled={!isTaken()}
            value={props.settings.temperature ?? USUAL_TEMPERATURE}
            onInput={(event) => props.change({ temperature: event.currentTarget.valueAsNumber })}
            aria-labelledby={ids.labelledBy}
            aria-describedby={ids.describedBy}
            data-testid="temperature-slider"
          />
          <NumberField
            value={props.settings.temperature}
            isTaken={isTemperature}
            onWrite={write}
            placeholder={words().providersOwn}
            isDisabled={!isTaken()}
            isRefused={isRefused()}
            {...ids}
            testId="temperature"
          />
        </div>
      )}
    </Parameter>
  );
}

function OutputTokens(props: ParameterProps) {
  const [isRefused, setRefused] = createSignal(false);
  const write = (written: WrittenNumber): void => {
    setRefused(written.kind === 'refused');
    if (written.kind !== 'refused')
      props.change({ maxTokens: written.kind === 'number' ? written.value : undefined });
  };
  return (
    <Parameter name={words().maxTokens} note={words().maxTokensMeaning} isRefused={isRefused()}>
      {(ids) => (
        <NumberField
          value={props.settings.maxTokens}
          isTaken={isTokenCount}
          onWrite={write}
          placeholder={words().providersOwn}
          isRefused={isRefused()}
          {...ids}
          testId="max-tokens"
        />
      )}
    </Parameter>
  );
}

function UseCache(props: ParameterProps) {
  const labelledBy = createUniqueId();
  const describedBy = createUniqueId();
  return (
    <div class="flex items-start justify-between gap-4">
      <div>
        <p id={labelledBy} class="font-medium">
          {words().useCache}
        </p>
        <p id={describedBy} class="text-meta text-muted">
          {words().useCacheMeaning}
        </p>
      </div>
      <Switch
        isOn={props.settings.cache}
        onChange={(cache) => props.change({ cache })}
        labelledBy={labelledBy}
        describedBy={describedBy}
        testId="use-cache"
      />
    </div>
  );
}

function SystemText(props: ParameterProps) {
  return (
    <Parameter name={words().systemText} note={words().systemTextMeaning}>
      {(ids) => (
        <textarea
          class="h-20 w-full resize-y rounded-control border border-control bg-raised px-2.5 py-1.5"
          value={props.settings.system ?? ''}
          onChange={(event) => props.change({ system: event.currentTarget.value.trim() || undefined })}
          aria-labelledby={ids.labelledBy}
          aria-describedby={ids.describedBy}
          data-testid="system-text"
        />
      )}
    </Parameter>
  );
}

interface ParameterFrameProps {
  name: string;
  note: string;
  isRefused?: boolean;
  /** It is not as the provider has it by itself. */
  isChosen?: boolean;
  onReset?: () => void;
  children: (ids: { labelledBy: string; describedBy: string }) => JSX.Element;
}

function Parameter(props: ParameterFrameProps) {
  const ids = { labelledBy: createUniqueId(), describedBy: createUniqueId() };
  return (
    <div class="flex flex-col gap-1.5">
      <div class="flex justify-between gap-4">
        <p id={ids.labelledBy} class="font-medium">
          {props.name}
        </p>
        <Show when={props.isChosen && props.onReset}>
          {(reset) => <TextButton label={words().leaveToProvider} onClick={reset()} />}
        </Show>
      </div>
      {props.children(ids)}
      <p
        id={ids.describedBy}
        class="text-meta text-pretty text-muted"
        classList={{ 'text-failed': props.isRefused }}
      >
        {props.note}
      </p>
    </div>
  );
}
