import { createSignal, Show } from 'solid-js';
import { TextButton } from '../controls/text-button.tsx';
import { changeChatDefaults, chatDefaults } from '../models/chat-defaults.ts';
import { isTemperature, TEMPERATURE_MAX } from '../models/parse-chat-defaults.ts';
import { NumberField } from '../controls/number-field.tsx';
import type { WrittenNumber } from '../controls/read-number.ts';
import { Setting } from './setting.tsx';
import { words } from './words.ts';

const STEP = 0.1;
/** Where the slider stands while the provider decides. */
const USUAL = 1;

const temperature = (): number | undefined => chatDefaults().temperature;

/** @param props.isTaken whether the model chosen takes a temperature at all */
export function TemperatureSetting(props: { isTaken: boolean }) {
  const [isRefused, setRefused] = createSignal(false);
  const change = (next: number | undefined, report: (isKept: boolean) => void): void => {
    setRefused(false);
    report(changeChatDefaults({ temperature: next }));
  };
  const write = (written: WrittenNumber, report: (isKept: boolean) => void): void => {
    if (written.kind === 'refused') setRefused(true);
    else change(written.kind === 'number' ? written.value : undefined, report);
  };
  return (
    <Setting
      label={words().temperature}
      hint={props.isTaken ? words().temperatureMeaning : words().temperatureNotTaken}
      fault={isRefused() ? words().temperatureRefused : undefined}
      testId="temperature"
    >
      {({ report, ...ids }) => (
        <div class="flex flex-wrap items-center gap-3">
          <Show when={props.isTaken && temperature() !== undefined}>
            <TextButton
              label={words().leaveToProvider}
              onClick={() => change(undefined, report)}
              testId="temperature-reset"
            />
          </Show>
          <input
            type="range"
            class="w-36 accent-accent disabled:opacity-50"
            classList={{ 'opacity-60': temperature() === undefined }}
            min="0"
            max={TEMPERATURE_MAX}
            step={STEP}
            value={temperature() ?? USUAL}
            disabled={!props.isTaken}
            onInput={(event) => change(event.currentTarget.valueAsNumber, report)}
            aria-labelledby={ids.labelledBy}
            aria-describedby={ids.describedBy}
            data-testid="temperature-slider"
          />
          <NumberField
            value={temperature()}
            isTaken={isTemperature}
            onWrite={(written) => write(written, report)}
            placeholder={words().providersOwn}
            isDisabled={!props.isTaken}
            isRefused={isRefused()}
            {...ids}
            testId="temperature-field"
          />
        </div>
      )}
    </Setting>
  );
}
