import { decorate } from './decorate.ts';
import { dialect } from './dialect.ts';
import type { Block } from './lex-blocks.ts';
import { sanitise } from './sanitise.ts';

/** Turns blocks into nodes that are safe to put on the page. */
export function renderBlocks(blocks: readonly Block[]): DocumentFragment {
  const fragment = sanitise(dialect.parser([...blocks]));
  decorate(fragment);
  return fragment;
}
