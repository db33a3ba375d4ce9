import { createMemo } from 'solid-js';
import { useServices } from '../../services.ts';
import { words } from '../words.ts';
import type { ConnectionState } from './judge-connection.ts';

const COLOURS: Record<ConnectionState, string> = {
  live: 'bg-completed',
  connecting: 'bg-cancelled',
  reconnecting: 'bg-retrying',
  offline: 'bg-cancelled',
  down: 'bg-failed',
};

/** The state of the connection at the foot of the sidebar. A moment's connecting keeps what was said before. */
export function ConnectionDot() {
  const { connection } = useServices();
  const shown = createMemo<ConnectionState>(
    (before) => (connection.state() === 'connecting' ? before : connection.state()),
    'connecting',
  );
  return (
    <p class="flex items-center gap-2 text-muted">
      <span class={`size-2 rounded-full transition-colors ${COLOURS[shown()]}`} aria-hidden="true" />
      {words().connection[shown()]}
    </p>
  );
}
