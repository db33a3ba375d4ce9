import type { ChatSettings } from '../models/chat-settings.ts';
import type { Answer } from './answer.ts';
import type { ConversationFacts } from './conversation.ts';
import type { PackedLog } from './pack-log.ts';

/** A conversation as it is kept for the next visit. Plain data; what of it is lost is read again from the service. */
export interface SavedConversation {
  facts: ConversationFacts | undefined;
  /** Accepted turns, the oldest first. */
  turns: readonly SavedTurn[];
  /** What was chosen here and differs from what the turns tell. */
  settings: Partial<ChatSettings>;
}

export interface SavedTurn {
  key: string;
  taskId: string;
  parent: string | null;
  prompt: string;
  provider: string;
  model: string;
  createdAt: number;
}

/** An answer: the log while it is being made, only its outcome afterwards. */
export type SavedAnswer = { kind: 'log'; log: PackedLog } | { kind: 'answer'; answer: Answer };
