import { createEffect, Show } from 'solid-js';
import { useServices } from '../services.ts';
import { words } from './words.ts';
import type { ConnectionState } from './judge-connection.ts';

/** After this long the bar says when the next try is, and the loss is spoken once. */
const EXPLAIN_MS = 5_000;

/** One bar, only while something is wrong, and nothing on it that blinks. */
export function ConnectionBar(props: { isBusy: boolean }) {
  const { connection, announcer, retryNow } = useServices();
  const text = () => explain(connection.state(), props.isBusy);
  const isLong = () => connection.lostMs() >= EXPLAIN_MS;
  const secondsLeft = () => Math.max(0, Math.ceil(((connection.nextTryAt() ?? 0) - Date.now()) / 1000));
  createEffect(() => {
    if (isLong() && text()) announcer.say(text());
  });
  return (
    <div id="conn" data-state={connection.state()}>
      <Show when={text()}>
        <div class="flex min-h-7 flex-wrap items-center justify-center gap-x-3 border-b border-line bg-panel px-4 py-1 text-meta text-text">
          <span>{text()}</span>
          <Show when={isLong()}>
            <span class="tabular text-muted" data-now={connection.lostMs()}>
              {words().nextTry(secondsLeft())}
            </span>
            <button
              type="button"
              class="target rounded-[6px] font-medium text-accent underline underline-offset-2"
              onClick={retryNow}
            >
              {words().tryNow}
            </button>
          </Show>
        </div>
      </Show>
    </div>
  );
}

function explain(state: ConnectionState, isBusy: boolean): string {
  switch (state) {
    case 'live':
    case 'connecting':
      return '';
    case 'reconnecting':
      return isBusy ? words().reconnectingToAnswer : words().connection.reconnecting;
    case 'offline':
      return words().offline;
    case 'down':
      return words().down;
  }
}
