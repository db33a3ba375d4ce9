import { createSignal, createUniqueId, For, Show, type JSX } from 'solid-js';
import { TextButton } from '../controls/text-button.tsx';
import { ChartCanvas } from './chart-canvas.tsx';
import { ChartTable } from './chart-table.tsx';
import type { Chart, ChartColour, ChartSeries } from './charts.ts';
import { words } from './words.ts';

interface ChartPaneProps {
  title: string;
  /** What it shows, in a sentence. */
  summary: string;
  chart: Chart;
  nameOf: (series: string) => string;
  isStacked?: boolean;
  topMin: number;
  formatValue: (value: number) => string;
  /** Where there is little room; default as `formatValue`. */
  formatAxis?: (value: number) => string;
  /** On an axis, and in full. */
  formatTime: (at: number) => string;
  formatMoment: (at: number) => string;
  /** Beside the title. */
  choice?: JSX.Element;
  testId: string;
}

const MARKS: Record<ChartColour, string> = {
  accent: 'border-accent bg-accent',
  running: 'border-running bg-running',
  completed: 'border-completed bg-completed',
  cached: 'border-cached bg-cached',
  failed: 'border-failed bg-failed',
  cancelled: 'border-cancelled bg-cancelled',
  retrying: 'border-retrying bg-retrying',
};

/** A chart with its sentence, and the same as a table. */
export function ChartPane(props: ChartPaneProps) {
  const [isTable, setTable] = createSignal(false);
  const [pointed, setPointed] = createSignal<number>();
  const titleId = createUniqueId();
  return (
    <section
      class="flex min-w-0 flex-col gap-2 rounded-card border border-line bg-raised p-4"
      aria-labelledby={titleId}
      data-testid={props.testId}
      data-points={JSON.stringify(props.chart.series.map(({ values }) => values))}
    >
      <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h3 id={titleId} class="font-semibold">
          {props.title}
        </h3>
        <div class="flex flex-wrap items-center gap-x-4 gap-y-2">
          {props.choice}
          <TextButton
            label={isTable() ? words().showChart : words().showTable}
            onClick={() => setTable(!isTable())}
            testId="toggle-table"
          />
        </div>
      </div>
      <p class="text-meta text-muted" data-testid="summary">
        {props.summary}
      </p>
      <Show
        when={isTable()}
        fallback={
          <>
            <ChartCanvas
              chart={props.chart}
              isStacked={props.isStacked ?? false}
              topMin={props.topMin}
              formatValue={props.formatAxis ?? props.formatValue}
              formatTime={props.formatTime}
              onPoint={setPointed}
            />
            <Legend {...props} pointed={pointed()} />
          </>
        }
      >
        <ChartTable
          chart={props.chart}
          caption={props.title}
          nameOf={props.nameOf}
          formatValue={props.formatValue}
          formatMoment={props.formatMoment}
        />
      </Show>
    </section>
  );
}

/** Which series is which; while somebody points at a time, what each was then. */
function Legend(props: ChartPaneProps & { pointed: number | undefined }) {
  const at = () => (props.pointed === undefined ? undefined : props.chart.times[props.pointed]);
  const valueOf = ({ values }: ChartSeries): string => {
    const value = props.pointed === undefined ? undefined : values[props.pointed];
    return value === undefined || value === null ? words().nothing : props.formatValue(value);
  };
  return (
    <div class="flex min-h-6 flex-wrap items-center gap-x-4 gap-y-1 text-meta text-muted tabular">
      <For each={props.chart.series}>
        {(series) => (
          <span class="inline-flex items-center gap-1.5">
            <span
              class={`h-0 w-3 border-t-2 ${MARKS[series.colour]}`}
              classList={{ 'border-dashed': series.isDashed, 'h-2.5! w-2.5! rounded-[3px]': props.isStacked }}
              aria-hidden="true"
            />
            {props.nameOf(series.name)}
            <Show when={at() !== undefined}>
              <span class="font-medium text-text">{valueOf(series)}</span>
            </Show>
          </span>
        )}
      </For>
      <Show when={at()}>{(time) => <span class="ms-auto">{props.formatMoment(time())}</span>}</Show>
    </div>
  );
}
