import { createEffect, createMemo, createSignal, onCleanup, Show, untrack } from 'solid-js';
import { createMedia } from '../controls/create-media.ts';
import { theme } from '../styles/appearance.ts';
import { language } from '../words/language.ts';
import type { Chart } from './charts.ts';
import type { ChartLook, DrawnChart } from './draw-chart.ts';
import { readColour } from './read-colour.ts';
import { words } from './words.ts';

interface ChartCanvasProps {
  chart: Chart;
  isStacked: boolean;
  topMin: number;
  formatValue: (value: number) => string;
  formatTime: (at: number) => string;
  onPoint: (index: number | undefined) => void;
}

/** A chart as a drawing. Who cannot see it has the summary and the table beside it. */
export function ChartCanvas(props: ChartCanvasProps) {
  const [host, setHost] = createSignal<HTMLDivElement>();
  const [draw, setDraw] = createSignal<typeof import('./draw-chart.ts').drawChart>();
  const [isFailed, setFailed] = createSignal(false);
  const [drawn, setDrawn] = createSignal<DrawnChart>();
  const fetchDrawing = async (): Promise<void> => {
    try {
      const { drawChart } = await import('./draw-chart.ts');
      setDraw(() => drawChart);
    } catch {
      setFailed(true);
    }
  };
  void fetchDrawing();

  const isDark = createMedia('(prefers-color-scheme: dark)');
  // What the drawing is made with; it is made anew when one of them changes.
  const look = createMemo(
    () => [draw(), host(), theme.chosen(), isDark(), language(), props.isStacked] as const,
  );
  createEffect(() => {
    const [drawChart, element] = look();
    if (!drawChart || !element) return;
    const made = untrack(() => drawChart(element, props.chart, describeLook(element, props)));
    setDrawn(made);
    const watch = new ResizeObserver(() => made.setWidth(element.clientWidth));
    watch.observe(element);
    onCleanup(() => {
      watch.disconnect();
      made.destroy();
    });
  });
  createEffect(() => drawn()?.setChart(props.chart));

  return (
    <Show when={!isFailed()} fallback={<p class="p-4 text-muted">{words().chartFailed}</p>}>
      <div ref={setHost} class="h-[200px] w-full overflow-hidden" aria-hidden="true" data-testid="canvas" />
    </Show>
  );
}

function describeLook(host: HTMLElement, props: ChartCanvasProps): ChartLook {
  const { fontFamily } = getComputedStyle(host);
  return {
    isStacked: props.isStacked,
    topMin: props.topMin,
    font: `11px ${fontFamily}`,
    colourOf: (name) => readColour(host, name),
    formatValue: (value) => props.formatValue(value),
    formatTime: (at) => props.formatTime(at),
    onPoint: (index) => props.onPoint(index),
  };
}
