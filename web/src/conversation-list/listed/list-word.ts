import type { TabTalk } from '../../tab-talk.ts';

/** What a tab tells the others of what was done in it to a conversation: no event of the service tells of that. */
export type ListWord =
  /** Shown here already, and on its way to the service. */
  | { kind: 'edited'; id: string; edit: ConversationEdit }
  /** The service has it, or does not take it: lists are to be read. */
  | { kind: 'settled' }
  /** Deleted, for as long as that can be taken back. */
  | { kind: 'hidden'; id: string }
  /** It is not deleted after all. */
  | { kind: 'restored'; id: string }
  /** Deleted; nobody can take that back any more. */
  | { kind: 'removed'; id: string };

export type ListTalk = TabTalk<ListWord>;

export interface ConversationEdit {
  title?: string;
  isPinned?: boolean;
}

export const LIST_TALK = 'continuo:1:conversations';
