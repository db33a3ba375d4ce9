import type { StatsReply } from '@continuo/shared/protocol/stats-api';
import type { StatsWindow } from '@continuo/shared/protocol/stats-window';
import { createMemo, createSignal } from 'solid-js';
import { ChoiceGroup } from '../controls/choice-group.tsx';
import {
  formatClock,
  formatCompact,
  formatDay,
  formatDayAndTime,
  formatDuration,
  formatPercent,
  formatShortDuration,
} from '../words/format.ts';
import { ChartPane } from './chart-pane.tsx';
import { chartHitRate, chartLatency, chartTasks, type LatencyOf } from './charts.ts';
import { words } from './words.ts';

const LATENCIES: readonly LatencyOf[] = ['first_chunk_ms', 'total_ms'];

type FormatTime = (at: number) => string;
/** How times are told on an axis, and in full. */
interface Times {
  formatTime: FormatTime;
  formatMoment: FormatTime;
}

function timesOf(window: StatsWindow): Times {
  return {
    formatTime: window === '7d' ? formatDay : formatClock,
    formatMoment: window === '1h' ? formatClock : formatDayAndTime,
  };
}

/** How it went over the time. */
export function StatsCharts(props: { stats: StatsReply }) {
  const times = () => timesOf(props.stats.window);
  return (
    <section class="flex flex-col gap-3" aria-labelledby="charts-title">
      <h2 id="charts-title" class="sr-only">
        {words().charts}
      </h2>
      <ChartPane
        title={words().tasksChart}
        summary={summariseTasks(props.stats)}
        chart={chartTasks(props.stats.series)}
        nameOf={nameOf}
        isStacked
        topMin={4}
        formatValue={formatCompact}
        {...times()}
        testId="tasks-chart"
      />
      <div class="grid gap-3 min-[1180px]:grid-cols-2">
        <ChartPane
          title={words().hitRateChart}
          summary={summariseHitRate(props.stats)}
          chart={chartHitRate(props.stats.series)}
          nameOf={nameOf}
          topMin={1}
          formatValue={formatPercent}
          {...times()}
          testId="hit-rate-chart"
        />
        <LatencyChart stats={props.stats} times={times()} />
      </div>
    </section>
  );
}

function nameOf(series: string): string {
  return Object.entries(words().series).find(([name]) => name === series)?.[1] ?? series;
}

function LatencyChart(props: { stats: StatsReply; times: Times }) {
  const [of, setOf] = createSignal<LatencyOf>('first_chunk_ms');
  const chart = createMemo(() => chartLatency(props.stats.series, of()));
  const summary = (): string => {
    const { p50, p95 } = props.stats.latency[of()];
    if (p50 === null || p95 === null) return words().noSummary;
    return words().latencySummary(formatDuration(p50), formatDuration(p95));
  };
  return (
    <ChartPane
      title={words().latencyChart}
      summary={summary()}
      chart={chart()}
      nameOf={nameOf}
      topMin={100}
      formatValue={formatDuration}
      formatAxis={formatShortDuration}
      {...props.times}
      choice={
        <>
          <span id="latency-of" class="sr-only">
            {words().latencyOf}
          </span>
          <ChoiceGroup
            name="latency-of"
            names={LATENCIES}
            labelOf={(name) => words().latencies[name]}
            chosen={of()}
            onChoose={setOf}
            labelledBy="latency-of"
          />
        </>
      }
      testId="latency-chart"
    />
  );
}

function summariseTasks({ series, tasks, window }: StatsReply): string {
  const most = series.buckets.toSorted((a, b) => b.tasks - a.tasks)[0];
  const total = series.buckets.reduce((sum, bucket) => sum + bucket.tasks, 0);
  const when = timesOf(window).formatMoment(most?.at ?? 0);
  return words().tasksSummary(total, tasks.failed, most?.tasks ?? 0, when);
}

function summariseHitRate({ series, cache }: StatsReply): string {
  const rates = (chartHitRate(series).series[0]?.values ?? []).filter((rate) => rate !== null);
  if (cache.hit_rate === null || rates.length === 0) return words().noSummary;
  const [lowest, highest] = [Math.min(...rates), Math.max(...rates)];
  return words().hitRateSummary(formatPercent(cache.hit_rate), formatPercent(lowest), formatPercent(highest));
}
