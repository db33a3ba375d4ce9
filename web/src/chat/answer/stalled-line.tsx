import { onCleanup, Show } from 'solid-js';
import { createClock } from '../../controls/create-clock.ts';
import { formatElapsed } from '../../words/format.ts';
import { words } from '../words.ts';

/** A shorter silence is nobody's business. */
const QUIET_MS = 15_000;

/** The connection is there and nothing comes: it is the provider who is waited for. */
export function StalledLine(props: { heardAt: number | undefined; onLeave: () => void }) {
  const now = createClock(() => true);
  const silentMs = () => (props.heardAt === undefined ? 0 : now() - props.heardAt);
  return (
    <Show when={silentMs() > QUIET_MS}>
      <Line text={words().waitingForProvider(formatElapsed(silentMs()))} onLeave={props.onLeave} />
    </Show>
  );
}

function Line(props: { text: string; onLeave: () => void }) {
  onCleanup(() => props.onLeave());
  return (
    <p class="tabular mt-4 border-s-2 border-control ps-4 text-muted" data-testid="stalled">
      {props.text}
    </p>
  );
}
