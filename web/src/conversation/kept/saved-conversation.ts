import type { ChatSettings } from '../../models/chat-settings.ts';
import type { SavedTurn } from '../turns/saved-turn.ts';

/** A conversation as it is kept for the next visit. Plain data; what of it is lost is read again from the service. */
export interface SavedConversation {
  facts: ConversationFacts | undefined;
  /** Accepted turns, the oldest first. */
  turns: readonly SavedTurn[];
  /** What was chosen here and differs from what the turns tell. */
  settings: Partial<ChatSettings>;
}

export interface ConversationFacts {
  title: string;
  isPinned: boolean;
  /** For every turn that brings none of its own. */
  system: string | undefined;
}
