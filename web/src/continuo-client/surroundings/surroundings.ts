import { makeCounters, type Counters } from './counters.ts';
import { makePageLife, type PageLife } from './page-life.ts';
import type { TabMeans } from './tab-means.ts';
import { makeWakeUps, type WakeUps } from './wake-ups.ts';

/** Everything the client takes from outside, so that tests and other programs can give their own. */
export interface Surroundings {
  /** What the paths of the API are appended to: '' for the page's own origin. */
  baseUrl: string;
  fetch: typeof fetch;
  /** Unix ms. */
  now: () => number;
  /** In [0, 1). */
  random: () => number;
  wakeUps: WakeUps;
  counters: Counters;
  /** How often the service sends something at least, ms. */
  heartbeatMs: number;
  /** Streams of single tasks at once. A browser gives an origin six connections; the rest is for events and calls. */
  streamsMax: number;
  /** For a program that is no page: always visible. */
  page: PageLife;
  /** Undefined: this is the only tab, or it can know nothing of others. */
  tabs: TabMeans | undefined;
}

export function makeSurroundings(given: Partial<Surroundings> = {}): Surroundings {
  return {
    baseUrl: '',
    // Called as a method of anything else, the browser's fetch refuses.
    fetch: (input, init) => globalThis.fetch(input, init),
    now: Date.now,
    random: Math.random,
    wakeUps: makeWakeUps(),
    counters: makeCounters(),
    heartbeatMs: 10_000,
    streamsMax: 3,
    page: makePageLife(),
    tabs: undefined,
    ...given,
  };
}
