/** How long after the page is there a browser that is never idle is asked nevertheless. */
const IDLE_WAIT_MS = 5_000;

/** Fetches what may be wanted next, once all that the page itself wanted is there; never where data are to be saved. */
export function fetchWhenIdle(load: () => Promise<unknown>): void {
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
  if (connection?.saveData) return;
  // What cannot be fetched now is fetched when it is wanted, and its failure told then.
  const fetchNow = (): void => void load().catch(() => undefined);
  const whenLoaded = (): void => {
    // Safari has no notion of idleness.
    if ('requestIdleCallback' in window) requestIdleCallback(fetchNow, { timeout: IDLE_WAIT_MS });
    else setTimeout(fetchNow, IDLE_WAIT_MS);
  };
  if (document.readyState === 'complete') whenLoaded();
  else addEventListener('load', whenLoaded, { once: true });
}
