import { matchKeybindingPress, parseKeybinding } from 'tinykeys';
import { shortcutOf, type ShortcutName } from './key-map.ts';

/** Whether this key, pressed where the focus is, is that shortcut. Never during the composition of a character. */
export function isShortcut(event: KeyboardEvent, name: ShortcutName): boolean {
  if (event.isComposing) return false;
  return shortcutOf(name).keys.some((keys) => {
    const [press] = parseKeybinding(keys);
    return press !== undefined && matchKeybindingPress(event, press);
  });
}
