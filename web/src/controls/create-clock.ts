import { createEffect, createSignal, onCleanup, type Accessor } from 'solid-js';

/** Unix ms, renewed once a second while it is needed. */
export function createClock(isNeeded: Accessor<boolean>): Accessor<number> {
  const [now, setNow] = createSignal(Date.now());
  createEffect(() => {
    if (!isNeeded()) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    onCleanup(() => clearInterval(timer));
  });
  return now;
}
