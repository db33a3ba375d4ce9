import { createSignal } from 'solid-js';
import { lastingStorage } from '../open-storage.ts';

/** Languages that are offered. */
export const LANGUAGES = ['en', 'fr'] as const;
export type OfferedLanguage = (typeof LANGUAGES)[number];
/** `pseudo` is English made longer and accented: what it leaves plain was forgotten. For tests, not offered. */
export type Language = OfferedLanguage | 'pseudo';

const STORAGE_KEY = 'continuo:language';
const KNOWN: readonly Language[] = [...LANGUAGES, 'pseudo'];

const [language, setLanguage] = createSignal<Language>('en');
/** The language that the page speaks. It changes when all its words are there. */
export { language };

/** For `Intl` and for the `lang` of the page. */
export function localeOf(name: Language): string {
  return name === 'pseudo' ? 'en' : name;
}

/** The language chosen on this machine; else the first of the browser's that is offered. */
export function wantedLanguage(): Language {
  const stored = lastingStorage.get(STORAGE_KEY);
  const chosen = KNOWN.find((name) => name === stored);
  const spoken = navigator.languages.map((tag) => tag.split('-')[0]);
  return chosen ?? LANGUAGES.find((name) => name === spoken.find((tag) => isOffered(tag))) ?? 'en';
}

function isOffered(tag: string | undefined): boolean {
  return LANGUAGES.some((name) => name === tag);
}

/** @returns whether the next visit will begin with it */
export function rememberLanguage(name: Language): boolean {
  return lastingStorage.set(STORAGE_KEY, name);
}

/** Only for `speak`, which has the words. */
export function applyLanguage(name: Language): void {
  setLanguage(name);
  document.documentElement.lang = localeOf(name);
}
