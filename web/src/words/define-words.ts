import { batch, createSignal, type Accessor } from 'solid-js';
import { applyLanguage, language, rememberLanguage, type Language } from './language.ts';

/** Gets a part's words in a language; what it returns puts them on the page. */
type LoadPart = (name: Language) => Promise<() => void>;

/** Parts of the page that speak; bounded by the modules there are. */
const parts: LoadPart[] = [];
const loading = new Set<Promise<unknown>>();
/** What the page speaks, or will when its words are there. */
let chosen = language();

/**
 * The words of one part of the page: English is there at once, another language when it has been loaded. Functions
 * among the words take what varies, and choose plurals.
 *
 * @returns the words in the language that the page speaks
 */
export function defineWords<Words extends object>(
  english: Words,
  french: () => Promise<{ words: Words }>,
): Accessor<Words> {
  const [words, setWords] = createSignal(english);
  const load: LoadPart = async (name) => {
    const next = await loadWords(name, english, french);
    return () => setWords(() => next);
  };
  parts.push(load);
  // A part that comes later than the choice of the language follows it.
  if (chosen !== 'en') void keepLoading(load(chosen).then((apply) => apply()));
  return words;
}

async function loadWords<Words extends object>(
  name: Language,
  english: Words,
  french: () => Promise<{ words: Words }>,
): Promise<Words> {
  if (name === 'fr') return (await french()).words;
  if (name === 'pseudo') return (await import('./pseudo-words.ts')).pseudoWords(english);
  return english;
}

/** Changes the language of the whole page at once, when all its words are there. */
export async function speak(name: Language): Promise<void> {
  chosen = name;
  const apply = await keepLoading(Promise.all(parts.map((load) => load(name)))).catch((error: unknown) => {
    chosen = language();
    throw error;
  });
  batch(() => {
    for (const applyPart of apply) applyPart();
    applyLanguage(name);
  });
}

/** The same, for good. @returns whether the next visit will begin with it */
export async function chooseLanguage(name: Language): Promise<boolean> {
  await speak(name);
  return rememberLanguage(name);
}

/** Resolves when no words are on their way: a part that is shown before it speaks would flicker. */
export async function wordsReady(): Promise<void> {
  while (loading.size > 0) await Promise.allSettled(loading);
}

async function keepLoading<Value>(work: Promise<Value>): Promise<Value> {
  loading.add(work);
  try {
    return await work;
  } finally {
    loading.delete(work);
  }
}
