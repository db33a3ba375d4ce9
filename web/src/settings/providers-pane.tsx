import type { ModelsReply } from '@continuo/shared/protocol/http-api';
import { For, Show } from 'solid-js';
import { Badge } from '../controls/badge.tsx';
import { Skeleton } from '../controls/skeleton.tsx';
import { words as modelWords } from '../models/words.ts';
import { useServices } from '../services.ts';
import { formatDate, formatPrice } from '../words/format.ts';
import { Pane } from './pane.tsx';
import { words } from './words.ts';

type Provider = ModelsReply['providers'][number];

/** What the service was set up with: to be read here, changed on the server. */
export function ProvidersPane() {
  const { offer } = useServices().offer;
  return (
    <Pane title={words().sections.providers} text={words().providersMeaning}>
      <Show when={offer()} fallback={<Skeleton />}>
        {(offered) => (
          <div class="flex flex-col gap-6">
            <For each={offered().providers}>
              {(provider) => <ProviderCard provider={provider} standard={offered().default} />}
            </For>
          </div>
        )}
      </Show>
    </Pane>
  );
}

function ProviderCard(props: { provider: Provider; standard: ModelsReply['default'] }) {
  const name = () => modelWords().providers[props.provider.provider] ?? props.provider.provider;
  return (
    <section class="rounded-card border border-line" aria-label={name()} data-testid="provider">
      <header class="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-3 text-meta">
        <h3 class="text-chat font-semibold">{name()}</h3>
        <Show
          when={props.provider.simulated}
          fallback={
            <Badge
              label={words().keySet}
              title={words().keySetMeaning}
              class="border-completed text-completed"
              testId="key-set"
            />
          }
        >
          <Badge
            label={words().simulated}
            title={words().simulatedMeaning}
            class="border-control text-muted"
            testId="simulated"
          />
        </Show>
      </header>
      <PriceTable provider={props.provider} standard={props.standard} />
      <p class="px-4 pb-3 text-meta text-pretty text-muted">
        <Show when={props.provider.prices_taken} fallback={words().noPrices}>
          {(day) => <>{words().pricesTaken(formatDate(Date.parse(`${day()}T00:00`)))} </>}
        </Show>
        <span translate="no">{props.provider.prices_note}</span>
      </p>
    </section>
  );
}

function PriceTable(props: { provider: Provider; standard: ModelsReply['default'] }) {
  const isStandard = (model: string) =>
    props.standard.provider === props.provider.provider && props.standard.model === model;
  return (
    <div class="overflow-x-auto px-4 py-2" tabindex="0" role="group" aria-label={words().pricesPerMillion}>
      <table class="w-full border-collapse">
        <caption class="sr-only">{words().pricesPerMillion}</caption>
        <thead class="text-meta text-muted">
          <tr class="border-b border-line">
            <th scope="col" class="py-1.5 pe-3 text-start align-bottom font-medium">
              {modelWords().model}
            </th>
            <For each={[words().input, words().cachedInput, words().output]}>
              {(title) => (
                <th scope="col" class="w-16 py-1.5 ps-3 text-end align-bottom font-medium wide:w-28">
                  {title}
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody class="tabular">
          <For each={props.provider.models}>
            {(model) => (
              <tr class="border-b border-line last:border-0">
                <th scope="row" class="py-2 pe-3 text-start font-normal">
                  <span translate="no">{model.label}</span>
                  <span class="block text-meta text-muted">
                    <code class="font-mono" translate="no">
                      {model.model}
                    </code>
                    <Show when={isStandard(model.model)}> · {words().standard}</Show>
                    <Show when={!model.takes_temperature}> · {words().takesNoTemperature}</Show>
                  </span>
                </th>
                <For each={[model.price?.input, model.price?.cached_input, model.price?.output]}>
                  {(usd) => (
                    <td class="py-2 ps-3 text-end align-top whitespace-nowrap">
                      {usd === undefined ? words().unknownPrice : formatPrice(usd)}
                    </td>
                  )}
                </For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  );
}
