import { createEffect, Show } from 'solid-js';
import { TextButton } from '../../controls/text-button.tsx';
import { useServices } from '../../services.ts';
import { words } from '../words.ts';
import type { ConnectionState } from './judge-connection.ts';

/** After this long the bar says when the next try is, and the loss is spoken once. */
const EXPLAIN_MS = 5_000;

/** One bar, only while something is wrong, and nothing on it that blinks. Afterwards a word on what was missed. */
export function ConnectionBar(props: { isBusy: boolean }) {
  const { connection, announcer } = useServices();
  const text = () => explain(connection.state(), props.isBusy);
  const isLong = () => connection.lostMs() >= EXPLAIN_MS;
  createEffect((wasSpoken: boolean) => {
    if (isLong() && text()) announcer.say(text());
    else if (wasSpoken && connection.state() === 'live') announcer.say(words().caughtUp(0));
    return isLong();
  }, false);
  return (
    <div id="conn" data-state={connection.caughtUp() ? 'caughtup' : connection.state()} class="relative">
      <Show when={text()}>
        <div class="flex min-h-7 flex-wrap items-center justify-center gap-x-3 border-b border-line bg-panel px-4 py-1 text-center text-meta text-balance text-text">
          <span>{text()}</span>
          <Show when={isLong()}>
            <NextTry />
          </Show>
        </div>
      </Show>
      <Show when={connection.caughtUp()}>
        {(caughtUp) => (
          <p
            class="tabular absolute inset-x-0 top-2 z-10 mx-auto w-fit rounded-full border border-line bg-raised px-3 py-1 text-meta shadow-popover"
            data-testid="caughtup"
          >
            {words().caughtUp(caughtUp().tokens)}
          </p>
        )}
      </Show>
    </div>
  );
}

function NextTry() {
  const { connection, retryNow } = useServices();
  const text = () => {
    const ms = connection.nextTryMs();
    return ms === undefined ? words().trying : words().nextTry(Math.ceil(ms / 1000));
  };
  return (
    <>
      <span class="tabular text-muted" aria-hidden="true">
        {text()}
      </span>
      <TextButton label={words().tryNow} onClick={retryNow} />
    </>
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
