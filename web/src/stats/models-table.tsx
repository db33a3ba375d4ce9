import { A } from '@solidjs/router';
import { isProviderName } from '@continuo/shared/protocol/models';
import type { StatsReply } from '@continuo/shared/protocol/stats-api';
import { For, Show } from 'solid-js';
import { useServices } from '../services.ts';
import { formatCompact, formatCount, formatDollars, formatDuration } from '../words/format.ts';
import { pageWords } from '../words/page-words.ts';
import { tasksHref } from './tasks-href.ts';
import { words } from './words.ts';

type ModelFigures = StatsReply['models'][number];

/** Each model with its part, as bars and in figures. */
export function ModelsTable(props: { stats: StatsReply }) {
  const most = () => Math.max(1, ...props.stats.models.map(({ tasks }) => tasks));
  return (
    <section
      class="flex flex-col gap-2 rounded-card border border-line bg-raised p-4"
      aria-labelledby="models-title"
      data-testid="models"
    >
      <h2 id="models-title" class="font-semibold">
        {words().models}
      </h2>
      <div class="overflow-x-auto" tabindex="0" role="group" aria-labelledby="models-title">
        <table class="w-full border-collapse text-end tabular">
          <thead>
            <tr class="border-b border-line text-meta text-muted">
              <th scope="col" class="py-1.5 pe-3 text-start font-medium">
                {words().model}
              </th>
              <For each={headsOf()}>
                {(head) => (
                  <th scope="col" class="px-3 py-1.5 font-medium whitespace-nowrap last:pe-0">
                    {head}
                  </th>
                )}
              </For>
            </tr>
          </thead>
          <tbody>
            <For each={props.stats.models}>
              {(model) => <ModelRow model={model} most={most()} window={props.stats.window} />}
            </For>
          </tbody>
        </table>
      </div>
    </section>
  );
}

function headsOf(): string[] {
  const { modelTasks, modelFailed, modelHits, modelFirst, modelTotal, modelTokens, modelCost } = words();
  return [modelTasks, modelFailed, modelHits, modelFirst, modelTotal, modelTokens, modelCost];
}

function ModelRow(props: { model: ModelFigures; most: number; window: StatsReply['window'] }) {
  const { labelOf } = useServices().offer;
  const cell = 'px-3 py-2 whitespace-nowrap last:pe-0';
  const filters = () => ({
    model: props.model.model,
    ...(isProviderName(props.model.provider) ? { provider: props.model.provider } : {}),
  });
  return (
    <tr class="border-b border-line last:border-0">
      <th scope="row" class="min-w-48 py-2 pe-3 text-start font-normal">
        <A
          href={tasksHref(props.window, filters())}
          class="rounded-[6px] break-all underline-offset-2 hover:text-accent hover:underline"
          title={props.model.model}
        >
          {labelOf(props.model)}
        </A>
        <span class="mt-1 block h-1 rounded-full bg-line" aria-hidden="true">
          <span
            class="block h-1 rounded-full bg-accent"
            style={{ width: `${(props.model.tasks / props.most) * 100}%` }}
          />
        </span>
      </th>
      <td class={cell}>{formatCount(props.model.tasks)}</td>
      <td class={cell} classList={{ 'text-failed': props.model.failed > 0 }}>
        <Show when={props.model.failed > 0} fallback="0">
          <A
            href={tasksHref(props.window, { ...filters(), status: 'failed' })}
            class="underline-offset-2 hover:underline"
          >
            {formatCount(props.model.failed)}
          </A>
        </Show>
      </td>
      <td class={cell}>{formatCount(props.model.hits)}</td>
      <td class={cell}>{describeLatency(props.model.first_chunk_ms)}</td>
      <td class={cell}>{describeLatency(props.model.total_ms)}</td>
      <td class={cell}>{formatCompact(props.model.output_tokens)}</td>
      <td class={cell}>{describeCost(props.model.cost_usd)}</td>
    </tr>
  );
}

function describeLatency({ p50, p95 }: ModelFigures['total_ms']): string {
  if (p50 === null || p95 === null) return words().nothing;
  return words().p50p95(formatDuration(p50), formatDuration(p95));
}

function describeCost(usd: number | null): string {
  return usd === null ? pageWords().unknown : formatDollars(usd);
}
