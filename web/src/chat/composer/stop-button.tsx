import Square from 'lucide-solid/icons/square';
import type { Conversation } from '../../conversation/conversation.ts';
import { focusMessageField } from './message-field.tsx';
import { words } from '../words.ts';

/** Ends the answer that is being made. It stays until the service has confirmed that. */
export function StopButton(props: { conversation: Conversation }) {
  const isStopping = () => props.conversation.isStopping();
  return (
    <button
      type="button"
      data-testid="stop"
      class="target flex h-9 shrink-0 items-center gap-2 rounded-control border border-control px-3 font-medium transition-colors hover:border-text disabled:border-line disabled:text-muted"
      disabled={isStopping() || !props.conversation.canStop()}
      onClick={() => {
        props.conversation.stop();
        // This button is about to go, and would take the focus with it.
        focusMessageField();
      }}
    >
      <Square size={12} fill="currentColor" aria-hidden="true" />
      {isStopping() ? words().stopping : words().stop}
    </button>
  );
}
