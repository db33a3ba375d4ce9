import { A } from '@solidjs/router';
import { createMemo, For } from 'solid-js';
import { listRows, type Chart } from './charts.ts';
import { bucketHref } from './tasks-href.ts';
import { words } from './words.ts';

interface ChartTableProps {
  chart: Chart;
  caption: string;
  nameOf: (series: string) => string;
  formatValue: (value: number) => string;
  formatMoment: (at: number) => string;
}

/** The figures of a chart; each time leads to its tasks. */
export function ChartTable(props: ChartTableProps) {
  const rows = createMemo(() => listRows(props.chart));
  return (
    // Scrolls, so it has to be reachable by keyboard.
    <div class="h-[248px] overflow-auto" tabindex="0" role="region" aria-label={props.caption}>
      <table class="w-full border-collapse text-end tabular">
        <caption class="sr-only">{props.caption}</caption>
        <thead>
          <tr class="sticky top-0 bg-raised text-meta text-muted shadow-[inset_0_-1px_var(--color-line)]">
            <th scope="col" class="py-1.5 pe-3 text-start font-medium">
              {words().time}
            </th>
            <For each={props.chart.series}>
              {({ name }) => (
                <th scope="col" class="px-3 py-1.5 text-end font-medium last:pe-0">
                  {props.nameOf(name)}
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={rows()} fallback={<EmptyRow columns={props.chart.series.length + 1} />}>
            {({ at, values }) => (
              <tr class="border-b border-line last:border-0" data-at={at}>
                <th scope="row" class="py-1.5 pe-3 text-start font-normal whitespace-nowrap">
                  <A
                    href={bucketHref(at, props.chart.bucketMs)}
                    class="rounded-[6px] underline-offset-2 hover:text-accent hover:underline"
                  >
                    {props.formatMoment(at)}
                  </A>
                </th>
                <For each={values}>
                  {(value) => (
                    <td class="px-3 py-1.5 last:pe-0" data-value={value ?? ''}>
                      {value === null ? words().nothing : props.formatValue(value)}
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

function EmptyRow(props: { columns: number }) {
  return (
    <tr>
      <td class="py-3 text-start text-muted" colspan={props.columns}>
        {words().noSummary}
      </td>
    </tr>
  );
}
