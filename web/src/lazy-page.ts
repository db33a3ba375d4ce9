import { lazy, type Component } from 'solid-js';
import { wordsReady } from './words/define-words.ts';

/** A page that is fetched when it is first gone to, and shown when it has its words. */
export function lazyPage(load: () => Promise<Component>): Component {
  return lazy(async () => {
    const page = await load();
    await wordsReady();
    return { default: page };
  });
}
