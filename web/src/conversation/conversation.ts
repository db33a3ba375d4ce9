import type { Accessor } from 'solid-js';
import type { ApiFault } from '../continuo-client/api/api-fault.ts';
import type { ChatSettings } from '../models/chat-settings.ts';
import type { ConversationFacts } from './kept/saved-conversation.ts';
import type { Turn } from './turns/turn.ts';
import type { Variation } from './turns/turn-variants.ts';

/**
 * A conversation on the page. Its turns make a tree: nothing is overwritten, a turn that is edited or answered anew
 * gets a sibling, and the page shows one branch of the tree.
 */
export interface Conversation {
  id: string;
  /** Undefined before the service has told, and of one that was not begun yet. */
  facts: Accessor<ConversationFacts | undefined>;
  state: Accessor<ConversationState>;
  /** Why it could not be loaded, in the state `fault`. */
  fault: Accessor<ApiFault | undefined>;
  loadAgain: () => void;

  /** The turns of the chosen branch, from the first (that is loaded) to its leaf. A turn stays the same object. */
  path: Accessor<readonly Turn[]>;
  /** Whether there are turns before the first of the path that are not loaded. */
  hasOlder: Accessor<boolean>;
  isLoadingOlder: Accessor<boolean>;
  loadOlder: () => void;
  /** The turns behind the same parent that differ by this: which of them this one is, from 0, and how many they are. */
  siblings: (turn: Turn, by: Variation) => { index: number; count: number };
  /** Goes to the sibling before or after a turn, and on to the newest leaf behind it. */
  showSibling: (turn: Turn, by: Variation, step: 1 | -1) => void;
  /** For the page's address: the leaf of the chosen branch; undefined while there is but one branch. */
  branch: Accessor<string | undefined>;
  /** Goes to a turn, on whichever branch: it is to be scrolled to and highlighted. */
  markTurn: (taskId: string) => void;
  /** The turn that is marked, once it is loaded. A later mark of the same turn is another object. */
  marked: Accessor<{ turn: Turn } | undefined>;

  /** What becomes of a message that is sent now. `wait`: it is not taken, an answer is being made. */
  sendMode: Accessor<'send' | 'queue' | 'wait'>;
  /** Whether an answer of this branch is being made. */
  isBusy: Accessor<boolean>;
  /** Whether the service has a task of this branch that could be stopped. */
  canStop: Accessor<boolean>;
  isStopping: Accessor<boolean>;
  /** Asks the service to end the answer that is being made. Durable: it holds whatever happens to this page. */
  stop: () => void;

  /** Behind the leaf of the chosen branch. */
  send: (prompt: string, settings: ChatSettings) => void;
  /** Another prompt in place of a turn's: a sibling. */
  edit: (turn: Turn, prompt: string) => void;
  /** Another answer to the same prompt: a sibling; by another model, where one is named. */
  regenerate: (turn: Turn, options?: RegenerateOptions) => void;
  /** The same as the turn that came from the cache, answered by the provider. */
  answerFresh: (turn: Turn) => void;
  /**
   * Goes on with an answer that did not come to its end. One that was given up goes on behind its text, as a
   * sibling; behind one that was stopped, the next turn asks to go on.
   */
  continueAnswer: (turn: Turn) => void;

  /** Sends a message that was refused once more, under its old key. */
  sendAgain: (turn: Turn) => void;
  /** Takes a message that was not accepted off the page. */
  discard: (turn: Turn) => void;
  /** Sends another prompt in place of a message that was not accepted. */
  editUnsent: (turn: Turn, prompt: string) => void;

  /** With what the next message is sent; undefined before the service has told what is on offer. */
  settings: Accessor<ChatSettings | undefined>;
  /** Kept with the conversation, and what the next new one begins with (but for the system text). */
  change: (change: Partial<ChatSettings>) => void;
}

/** `gone`: it was deleted while it was looked at. `missing`: there is none, or not any more. */
export type ConversationState = 'loading' | 'ready' | 'missing' | 'gone' | 'fault';

export interface RegenerateOptions {
  provider?: string;
  model?: string;
  /** Take the answer from the cache if it is there. Without it the provider is asked. */
  useCache?: boolean;
}
