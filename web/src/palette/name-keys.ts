/** What is printed on the keys, where that is not what the map calls them. */
const NAMES: Readonly<Record<string, string>> = {
  Control: 'Ctrl',
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Semicolon: ';',
};
const MAC_NAMES: Readonly<Record<string, string>> = {
  Control: '⌃',
  Meta: '⌘',
  Shift: '⇧',
  Alt: '⌥',
  Enter: '↩',
};

/**
 * The keys of one press as they are printed: `$mod+k` is `['Ctrl', 'K']`, or `['⌘', 'K']` on a Mac. A modifier that only
 * some keyboards need is left out.
 */
export function nameKeys(keys: string, isMac: boolean): string[] {
  return keys
    .split(/(?<=\w|\])\+/)
    .filter((part) => !part.startsWith('[') || part === '[')
    .map((part) => (part === '$mod' ? (isMac ? 'Meta' : 'Control') : part))
    .map((part) => (isMac ? MAC_NAMES[part] : undefined) ?? NAMES[part] ?? part)
    .map((part) => (part.length === 1 ? part.toUpperCase() : part));
}

export function isMacPlatform(): boolean {
  return /Mac|iPod|iPhone|iPad/.test(navigator.platform);
}
