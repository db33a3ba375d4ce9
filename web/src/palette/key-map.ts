/** Where a shortcut works; the help is arranged by it. */
export type ShortcutPlace = 'everywhere' | 'chat' | 'tasks';

export interface Shortcut {
  /** In the syntax of tinykeys; any of them. What stands first is shown. `$mod` is Control, or Command on a Mac. */
  keys: readonly [string, ...string[]];
  place: ShortcutPlace;
  /** Holding the key down does it again and again. */
  repeats?: true;
}

/**
 * All shortcuts of the page: what listens, what shows them and what describes them reads this. A modifier in brackets
 * is one that some keyboards need for that character and others do not.
 */
export const KEY_MAP = {
  palette: { keys: ['$mod+k'], place: 'everywhere' },
  newChat: { keys: ['$mod+Shift+o'], place: 'everywhere' },
  search: { keys: ['/'], place: 'everywhere' },
  toggleSidebar: { keys: ['$mod+b'], place: 'everywhere' },
  settings: { keys: ['$mod+[Shift]+.'], place: 'everywhere' },
  help: { keys: ['[Shift]+?', '$mod+[Shift]+/'], place: 'everywhere' },

  send: { keys: ['Enter'], place: 'chat' },
  newLine: { keys: ['Shift+Enter'], place: 'chat' },
  stop: { keys: ['Escape'], place: 'chat' },
  focusMessage: { keys: ['Shift+Escape'], place: 'chat' },
  copyAnswer: { keys: ['$mod+Shift+c'], place: 'chat' },
  copyCode: { keys: ['$mod+Shift+Semicolon'], place: 'chat' },
  previousTurn: { keys: ['Alt+ArrowUp'], place: 'chat', repeats: true },
  nextTurn: { keys: ['Alt+ArrowDown'], place: 'chat', repeats: true },

  next: { keys: ['j', ']'], place: 'tasks', repeats: true },
  previous: { keys: ['k', '['], place: 'tasks', repeats: true },
  select: { keys: ['x'], place: 'tasks' },
  cancelTask: { keys: ['c'], place: 'tasks' },
  runAgain: { keys: ['r'], place: 'tasks' },
} as const satisfies Record<string, Shortcut>;

export type ShortcutName = keyof typeof KEY_MAP;

export const SHORTCUT_NAMES = Object.keys(KEY_MAP) as ShortcutName[];

export function shortcutOf(name: ShortcutName): Shortcut {
  return KEY_MAP[name];
}

/** A plain character, which belongs to the field when somebody writes, and which can be switched off. */
export function isSingleKey(keys: string): boolean {
  return /^(\[Shift\]\+)?.$/.test(keys);
}

/** Keys that are theirs who handle them where the focus is: `isShortcut` tells them. */
export const FIELD_SHORTCUTS: ReadonlySet<ShortcutName> = new Set(['send', 'newLine', 'stop']);
