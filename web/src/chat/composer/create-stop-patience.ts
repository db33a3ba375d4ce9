import { createEffect, createSignal, onCleanup, type Accessor } from 'solid-js';

/** A stop is confirmed sooner as a rule; after this long it is explained. */
const PATIENCE_MS = 5_000;

/** Whether a stop that was asked for is still not confirmed when it should be. */
export function createStopPatience(isStopping: Accessor<boolean>): Accessor<boolean> {
  const [isOverdue, setOverdue] = createSignal(false);
  createEffect(() => {
    if (!isStopping()) return;
    const timer = setTimeout(() => setOverdue(true), PATIENCE_MS);
    onCleanup(() => {
      clearTimeout(timer);
      setOverdue(false);
    });
  });
  return isOverdue;
}
