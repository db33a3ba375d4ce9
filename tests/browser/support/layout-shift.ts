/**
 * For an init script: cumulative layout shift as browsers report it (web.dev/articles/cls): the largest sum of shifts
 * that are at most a second apart and within five, those that follow an input left out.
 */
export const SHIFT_RECORDER = `
window.__shift = { largest: 0 };
let windowSum = 0, windowStart = 0, last = 0;
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput, startTime } of list.getEntries()) {
    if (hadRecentInput) continue;
    if (startTime - last > 1000 || startTime - windowStart > 5000) {
      windowSum = 0;
      windowStart = startTime;
    }
    last = startTime;
    windowSum += value;
    window.__shift.largest = Math.max(window.__shift.largest, windowSum);
  }
}).observe({ type: 'layout-shift', buffered: true });
`;
