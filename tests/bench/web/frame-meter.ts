import type { CDPSession, Page } from 'playwright-core';
import { percentile } from '../benchmark.ts';

/** How smoothly a page ran for some seconds. */
export interface FrameFigures {
  framesPerSecond: number;
  /** Between two frames. */
  p95Ms: number;
  longestTaskMs: number;
  /** Of the processor for scripts, in each second: does not depend on what else the machine does. */
  scriptMs: number;
  /** The same for all that the page's main thread does. */
  threadMs: number;
}

/** The page's code is text, because this is checked without the browser's types. */
const START = `
window.__meter = { frames: [], tasks: [], isOn: true };
(function onFrame(at) {
  window.__meter.frames.push(at);
  if (window.__meter.isOn) requestAnimationFrame(onFrame);
})(performance.now());
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) window.__meter.tasks.push(duration);
}).observe({ type: 'longtask' });
`;
const STOP = `window.__meter.isOn = false; window.__meter`;

export async function meterFrames(page: Page, cdp: CDPSession, forMs: number): Promise<FrameFigures> {
  await page.evaluate(START);
  const before = await readThreadMs(cdp);
  await page.waitForTimeout(forMs);
  const after = await readThreadMs(cdp);
  const { frames, tasks } = await page.evaluate<{ frames: number[]; tasks: number[] }>(STOP);
  const gaps = frames.slice(1).map((at, n) => at - (frames[n] ?? at));
  const seconds = ((frames.at(-1) ?? 0) - (frames[0] ?? 0)) / 1_000;
  return {
    framesPerSecond: gaps.length / seconds,
    p95Ms: percentile(gaps, 0.95),
    longestTaskMs: Math.max(0, ...tasks),
    scriptMs: (after.script - before.script) / seconds,
    threadMs: (after.task - before.task) / seconds,
  };
}

/** What the page's main thread took of the processor since it was begun. Asks for `Performance.enable` with thread ticks. */
export async function readThreadMs(cdp: CDPSession): Promise<{ script: number; task: number }> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  const read = (wanted: string): number =>
    (metrics.find(({ name }) => name === wanted)?.value ?? NaN) * 1_000;
  return { script: read('ScriptDuration'), task: read('TaskDuration') };
}
