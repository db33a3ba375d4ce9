import type { ConversationState } from './conversation.ts';
import type { HistoryVerdict } from './create-history.ts';
import type { Turn } from './turns/turn.ts';

/**
 * What the page is to show of a conversation. As long as there is something to read nothing stands in its place.
 *
 * @param verdict what the service says; undefined: nothing yet
 */
export function describeState(
  verdict: HistoryVerdict | undefined,
  turns: readonly Pick<Turn, 'delivery'>[],
): ConversationState {
  switch (verdict?.kind) {
    case undefined:
      return turns.length > 0 ? 'ready' : 'loading';
    case 'there':
      return 'ready';
    case 'unknown':
      // Messages on their way belong to a conversation that is still to be begun.
      if (turns.length === 0) return 'missing';
      return turns.some((turn) => turn.delivery() === 'accepted') ? 'gone' : 'ready';
    case 'fault':
      return turns.length > 0 ? 'ready' : 'fault';
  }
}
