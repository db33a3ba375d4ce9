import Ban from 'lucide-solid/icons/ban';
import Check from 'lucide-solid/icons/check';
import X from 'lucide-solid/icons/x';
import { useNavigate } from '@solidjs/router';
import { createSignal, For, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { Icon } from '../../controls/icon.ts';
import { formatDuration } from '../../words/format.ts';
import type { Span } from './find-idle.ts';
import type { RowEnd, TimelineRow } from './layout-timeline.ts';
import { lengthOfRow, nameBar, nameRow } from './name-row.ts';
import { placeTicks } from './place-ticks.ts';
import type { TimeScale } from './time-scale.ts';
import { words } from './words.ts';
import './timeline.css';

interface TimelineChartProps {
  scale: TimeScale;
  idle: readonly Span[];
  keys: readonly string[];
  rowOf: (key: string) => TimelineRow | undefined;
  /** How many times the width of the page. */
  zoom: number;
  selected: number | undefined;
  hrefOf: (seq: number) => string;
}

/** Room for the times above the axis, as a share of what is seen. */
const TICK_SHARE = 0.11;

export function TimelineChart(props: TimelineChartProps) {
  const [cursor, setCursor] = createSignal<number>();
  const percent = (at: number): string => `${props.scale.placeOf(at) * 100}%`;
  const follow = (event: PointerEvent & { currentTarget: HTMLElement }): void => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    setCursor((event.clientX - left) / width);
  };
  return (
    <div class="timeline overflow-x-auto" data-testid="timeline">
      <div class="timeline-plane" style={{ width: `${props.zoom * 100}%` }}>
        <div
          class="timeline-axis"
          onPointerMove={follow}
          onPointerLeave={() => setCursor(undefined)}
          aria-hidden="true"
        >
          <For each={placeTicks(props.scale, TICK_SHARE / props.zoom)}>
            {(tick) => (
              <span class="timeline-tick" style={{ 'inset-inline-start': `${tick.place * 100}%` }}>
                {formatDuration(tick.ms)}
              </span>
            )}
          </For>
          <For each={props.scale.hidden}>
            {(span) => (
              <span
                class="timeline-idle"
                style={{
                  'inset-inline-start': percent(span.from),
                  width: `${(props.scale.placeOf(span.to) - props.scale.placeOf(span.from)) * 100}%`,
                }}
                title={words().idle(formatDuration(span.to - span.from))}
              />
            )}
          </For>
          <Show when={cursor() !== undefined}>
            <span class="timeline-cursor" style={{ 'inset-inline-start': `${(cursor() ?? 0) * 100}%` }}>
              <span class="timeline-moment">
                {formatDuration(props.scale.momentAt(cursor() ?? 0) - props.scale.whole.from)}
              </span>
            </span>
          </Show>
        </div>
        <ul>
          <For each={props.keys}>
            {(key) => (
              <Show when={props.rowOf(key)}>
                {(row) => (
                  <ChartRow row={row()} percent={percent} selected={props.selected} hrefOf={props.hrefOf} />
                )}
              </Show>
            )}
          </For>
        </ul>
      </div>
    </div>
  );
}

interface ChartRowProps {
  row: TimelineRow;
  percent: (at: number) => string;
  selected: number | undefined;
  hrefOf: (seq: number) => string;
}

const ENDS: Record<RowEnd, { icon: Icon; class: string }> = {
  completed: { icon: Check, class: 'text-completed' },
  failed: { icon: X, class: 'text-failed' },
  cancelled: { icon: Ban, class: 'text-cancelled' },
  lost: { icon: X, class: 'text-retrying' },
};

/** What it is on the left, when it was on the right; on a narrow page the one above the other. */
function ChartRow(props: ChartRowProps) {
  const navigate = useNavigate();
  const isInner = () => props.row.attempt !== undefined;
  const isSelected = () => isInner() && props.row.seq === props.selected;
  return (
    <li class="timeline-row" data-kind={props.row.kind} data-testid="timeline-row">
      <span class="timeline-label" classList={{ 'ps-4 text-muted': isInner() }}>
        <span class="min-w-0 flex-1 truncate" title={nameRow(props.row)}>
          {nameRow(props.row)}
          <Show when={props.row.kind === 'attempt' && props.row.attempt}>
            {(attempt) => <span class="ms-2 text-meta">{attempt().worker}</span>}
          </Show>
        </span>
        <span class="tabular text-meta text-muted">{lengthOfRow(props.row)}</span>
      </span>
      <span class="timeline-lane">
        <button
          type="button"
          class="timeline-button"
          style={{
            'inset-inline-start': props.percent(props.row.from),
            'inset-inline-end': `calc(100% - ${props.percent(props.row.to)})`,
          }}
          aria-label={nameBar(props.row)}
          title={nameBar(props.row)}
          aria-pressed={isSelected()}
          onClick={() => navigate(props.hrefOf(props.row.seq), { scroll: false })}
          data-testid={`bar-${props.row.kind}`}
        >
          <For each={props.row.bars}>
            {(bar) => (
              <span
                class="timeline-bar"
                data-look={bar.look}
                data-end={props.row.end}
                style={{ width: `${shareOf(bar, props.row, props.percent) * 100}%` }}
              />
            )}
          </For>
        </button>
        <Show when={isInner() && props.row.end}>
          {(end) => (
            <span class="timeline-end" style={{ 'inset-inline-start': props.percent(props.row.to) }}>
              <Dynamic component={ENDS[end()].icon} size={12} class={ENDS[end()].class} aria-hidden="true" />
            </span>
          )}
        </Show>
      </span>
    </li>
  );
}

/** Of the row's own bar; one of no length has all of it. */
function shareOf(bar: Span, row: Span, percent: (at: number) => string): number {
  const lengthOf = ({ from, to }: Span): number =>
    Number.parseFloat(percent(to)) - Number.parseFloat(percent(from));
  const whole = lengthOf(row);
  return whole > 0 ? lengthOf(bar) / whole : 1;
}
