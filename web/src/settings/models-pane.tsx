import { Show } from 'solid-js';
import { Skeleton } from '../controls/skeleton.tsx';
import { Switch } from '../controls/switch.tsx';
import { changeChatDefaults, chatDefaults } from '../models/chat-defaults.ts';
import type { ModelChoice } from '../models/create-model-offer.ts';
import { decideChoice, loadLastChoice } from '../models/model-choice.ts';
import { ModelPicker } from '../models/model-picker.tsx';
import { useServices } from '../services.ts';
import { formatDuration } from '../words/format.ts';
import { OutputTokensSetting } from './output-tokens-setting.tsx';
import { Pane } from './pane.tsx';
import { Setting } from './setting.tsx';
import { TemperatureSetting } from './temperature-setting.tsx';
import { words } from './words.ts';

/** With what a new conversation begins. */
export function ModelsPane() {
  const { offer, takesTemperature } = useServices().offer;
  const choice = (): ModelChoice | undefined => {
    const offered = offer();
    return offered && decideChoice(offered, [loadLastChoice()]);
  };
  const cacheMs = () => offer()?.cache_ttl_ms ?? 0;
  return (
    <Pane title={words().sections.models} text={words().modelsMeaning}>
      <Show when={choice()} fallback={<Skeleton />}>
        {(chosen) => (
          <>
            <Setting label={words().model} hint={words().modelMeaning} testId="default-model">
              {({ report }) => (
                <div class="flex w-64 max-w-full rounded-control border border-control bg-raised">
                  <ModelPicker
                    isField
                    choice={chosen()}
                    onChoose={({ provider, model }) => report(changeChatDefaults({ provider, model }))}
                  />
                </div>
              )}
            </Setting>
            <TemperatureSetting isTaken={takesTemperature(chosen())} />
            <OutputTokensSetting />
            <Setting
              label={words().cache}
              hint={
                cacheMs() > 0 ? words().cacheMeaning(formatDuration(cacheMs())) : words().cacheOffOnServer
              }
              testId="cache"
            >
              {({ report, ...ids }) => (
                <Switch
                  isOn={chatDefaults().cache ?? true}
                  onChange={(cache) => report(changeChatDefaults({ cache }))}
                  testId="cache-switch"
                  {...ids}
                />
              )}
            </Setting>
          </>
        )}
      </Show>
    </Pane>
  );
}
