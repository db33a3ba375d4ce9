import { lazy, type Component } from 'solid-js';
import { wordsReady } from './words/define-words.ts';

/** A page, or a part of one, that is fetched when it is first wanted, and shown when it has its words. */
export function lazyPart<Props extends object>(load: () => Promise<Component<Props>>) {
  return lazy(async () => {
    const part = await load();
    await wordsReady();
    return { default: part };
  });
}
