/** Does something now; asked while it is at it, once more afterwards. @param signal ends the repeating */
export function makeRepeater(run: () => Promise<void>, signal: AbortSignal): () => void {
  let isWanted = false;
  let isRunning = false;
  const repeat = async (): Promise<void> => {
    isWanted = true;
    if (isRunning) return;
    isRunning = true;
    while (isWanted && !signal.aborted) {
      isWanted = false;
      await run();
    }
    isRunning = false;
  };
  return () => void repeat();
}
