import { createSignal, type Accessor } from 'solid-js';
import { lastingStorage } from '../open-storage.ts';

export type Theme = 'system' | 'light' | 'dark';

/** `public/theme.js` reads it before the first paint. */
const STORAGE_KEY = 'continuo:theme';
export const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

export function createTheme(): [Accessor<Theme>, (theme: Theme) => void] {
  const stored = lastingStorage.get(STORAGE_KEY);
  const [theme, setTheme] = createSignal<Theme>(THEMES.find((name) => name === stored) ?? 'system');
  const choose = (next: Theme): void => {
    setTheme(next);
    lastingStorage.set(STORAGE_KEY, next);
    if (next === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = next;
  };
  return [theme, choose];
}
