import type { Icon } from '../controls/icon.ts';
import type { Snippet } from '@continuo/shared/protocol/conversation-api';

/** One line of the palette. */
export interface Command {
  /** Of this command alone, as long as the palette is open. */
  id: string;
  label: string;
  icon: Icon;
  /** The shortcut that does the same, in the syntax of the key map. */
  keys?: string;
  /** Where in a conversation it was found. */
  snippet?: Snippet;
  run: () => void;
}

export type SectionName = 'recent' | 'tasks' | 'actions' | 'pages' | 'conversations';

export interface Section {
  name: SectionName;
  commands: readonly Command[];
}
