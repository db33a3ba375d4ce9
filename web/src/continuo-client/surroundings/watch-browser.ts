import type { Surroundings } from './surroundings.ts';
import { makePageLife } from './page-life.ts';
import { makeWakeUps, type ManualWakeUps } from './wake-ups.ts';

/** What a client on a page takes from the browser. */
export interface Browser {
  surroundings: Pick<Surroundings, 'wakeUps' | 'page' | 'tabs'>;
  wakeUps: ManualWakeUps;
  /** Removes the listeners. */
  stop: () => void;
}

/** With a number that changes with what tabs say to each other: a page of another version is none of them. */
const TABS_NAME = 'continuo:1';
const SAME_MOMENT_MS = 1_000;

export function watchBrowser(page: Window, now: () => number = Date.now): Browser {
  const listening = new AbortController();
  const { signal } = listening;
  // Before the page's life: what is opened because the page is seen again needs no waking.
  const wakeUps = watchWakeUps(page, now, signal);
  // None on pages that came over plain HTTP, and in old browsers.
  const { locks } = page.navigator as Partial<Navigator>;
  const tabs = locks && { name: TABS_NAME, locks };
  return {
    surroundings: { wakeUps, page: watchPage(page, signal), tabs },
    wakeUps,
    stop: () => listening.abort(),
  };
}

/**
 * Turns the browser's events into wake-ups. One return to the page fires several of them: the first counts, and
 * the others within a second only if they know of a longer absence.
 */
function watchWakeUps(page: Window, now: () => number, signal: AbortSignal): ManualWakeUps {
  const { document } = page;
  const wakeUps = makeWakeUps();
  let hiddenAt = document.visibilityState === 'hidden' ? now() : undefined;
  let last = { at: -Infinity, hiddenMs: 0 };

  const wake = (): void => {
    const at = now();
    const hiddenMs = hiddenAt === undefined ? 0 : at - hiddenAt;
    hiddenAt = undefined;
    if (at - last.at < SAME_MOMENT_MS && hiddenMs <= last.hiddenMs) return;
    last = { at, hiddenMs };
    wakeUps.wake({ hiddenMs });
  };
  const onVisibility = (): void => {
    if (document.visibilityState === 'hidden') hiddenAt ??= now();
    else wake();
  };
  document.addEventListener('visibilitychange', onVisibility, { signal });
  for (const name of ['online', 'pageshow', 'focus']) page.addEventListener(name, wake, { signal });
  return wakeUps;
}

function watchPage(page: Window, signal: AbortSignal) {
  const { document } = page;
  const life = makePageLife();
  const look = (): void => life.set(document.visibilityState === 'hidden' ? 'hidden' : 'visible');
  const lookUnlessAway = (): void => {
    if (life.state() !== 'away') look();
  };
  look();
  document.addEventListener('visibilitychange', lookUnlessAway, { signal });
  page.addEventListener('pagehide', () => life.set('away'), { signal });
  page.addEventListener('pageshow', look, { signal });
  return life;
}
