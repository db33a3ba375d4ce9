import { createSignal } from 'solid-js';
import { lastingStorage } from '../open-storage.ts';

export type Theme = 'system' | 'light' | 'dark';

/** `public/theme.js` reads it before the first paint. */
const STORAGE_KEY = 'continuo:theme';
export const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

const stored = lastingStorage.get(STORAGE_KEY);
const [theme, setTheme] = createSignal<Theme>(THEMES.find((name) => name === stored) ?? 'system');
/** What the page looks like, or `system`: like the rest of the machine. */
export { theme };

/** For good: the next visit begins with it. */
export function chooseTheme(next: Theme): void {
  setTheme(next);
  lastingStorage.set(STORAGE_KEY, next);
  if (next === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = next;
}
