import { onCleanup } from 'solid-js';
import { useServices } from '../services.ts';
import type { ShortcutHandlers } from './create-shortcuts.ts';

/** While the component that says this is on the page, these shortcuts of the key map do this. */
export function useShortcuts(handlers: ShortcutHandlers): void {
  onCleanup(useServices().shortcuts.register(handlers));
}
