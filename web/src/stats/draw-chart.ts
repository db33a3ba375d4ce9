import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { stack, type Chart, type ChartColour } from './charts.ts';

/** This module brings uPlot with it: it is fetched when a chart is shown. */

/** How a chart looks and speaks; colours are tokens as the browser has worked them out. */
export interface ChartLook {
  isStacked: boolean;
  colourOf: (name: ChartColour | 'line' | 'muted') => string;
  font: string;
  formatValue: (value: number) => string;
  formatTime: (at: number) => string;
  /** At which time somebody points; undefined: nowhere. */
  onPoint: (index: number | undefined) => void;
  /** The top of the scale is at least this. */
  topMin: number;
}

export interface DrawnChart {
  setChart: (chart: Chart) => void;
  setWidth: (width: number) => void;
  destroy: () => void;
}

const HEIGHT = 200;
const BAR_SHARE = 0.75;
const BAR_WIDTH_MAX = 24;

export function drawChart(host: HTMLElement, chart: Chart, look: ChartLook): DrawnChart {
  const plot = new UPlot(describePlot(host.clientWidth, chart, look), alignData(chart, look), host);
  return {
    setChart: (next) => plot.setData(alignData(next, look)),
    setWidth: (width) => plot.setSize({ width, height: HEIGHT }),
    destroy: () => plot.destroy(),
  };
}

/** What stands on top is drawn first, and what stands below over it. */
function alignData({ times, series }: Chart, { isStacked }: ChartLook): UPlot.AlignedData {
  const seconds = times.map((at) => at / 1_000);
  const values = isStacked ? stack(series).toReversed() : series.map((each) => each.values);
  return [seconds, ...values];
}

function describePlot(width: number, chart: Chart, look: ChartLook): UPlot.Options {
  const { isStacked, formatTime, formatValue, topMin, onPoint } = look;
  const axis = {
    stroke: look.colourOf('muted'),
    font: look.font,
    grid: { stroke: look.colourOf('line'), width: 1 },
    ticks: { show: false },
  };
  const drawn = isStacked ? chart.series.toReversed() : chart.series;
  return {
    width,
    height: HEIGHT,
    padding: [8, 24, 0, 0],
    legend: { show: false },
    cursor: {
      drag: { x: false, y: false },
      y: false,
      points: { show: !isStacked },
    },
    scales: {
      x: { range: (_, min, max) => [min, max + chart.bucketMs / 1_000] },
      y: { range: (_, __, max) => [0, Math.max(max * 1.05, topMin)] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 28,
        space: 72,
        values: (_, splits) => splits.map((at) => formatTime(at * 1_000)),
      },
      { ...axis, size: 52, space: 40, values: (_, splits) => splits.map(formatValue) },
    ],
    series: [
      {},
      ...drawn.map(({ colour, isDashed }): UPlot.Series =>
        isStacked ? barsOf(look.colourOf(colour)) : lineOf(look.colourOf(colour), isDashed ?? false),
      ),
    ],
    hooks: { setCursor: [({ cursor }) => onPoint(cursor.idx ?? undefined)] },
  };
}

function barsOf(fill: string): UPlot.Series {
  const paths = UPlot.paths.bars?.({ size: [BAR_SHARE, BAR_WIDTH_MAX], align: 1 });
  return { fill, width: 0, points: { show: false }, ...(paths ? { paths } : {}) };
}

function lineOf(stroke: string, isDashed: boolean): UPlot.Series {
  return {
    stroke,
    width: 1.75,
    // A value between two times of nothing would have no line.
    points: { show: true, size: 4, fill: stroke },
    spanGaps: false,
    ...(isDashed ? { dash: [5, 4] } : {}),
  };
}
