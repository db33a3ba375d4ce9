/**
 * Runs an act in one tab at a time; it waits while another tab is at it. Where the browser has no locks (on an
 * insecure origin) it runs at once.
 */
export async function holdLock(name: string, signal: AbortSignal, act: () => Promise<void>): Promise<void> {
  if (!('locks' in navigator)) return await act();
  try {
    await navigator.locks.request(name, { signal }, act);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
