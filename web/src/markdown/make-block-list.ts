import { commitBlocks } from './growing/commit-blocks.ts';
import { enrich } from './rendering/enrich.ts';
import { lexBlocks, type Block, type LinkTargets } from './syntax/lex-blocks.ts';
import { makeTail } from './growing/make-tail.ts';
import { morphChildren } from './elements/morph.ts';
import { renderBlocks } from './rendering/render-blocks.ts';

/** The rendered blocks of one text: those that are final, and the tail that is rendered again as it grows. */
export interface BlockList {
  /** Shows text that continues what was shown. */
  grow: (text: string) => void;
  /** Shows text to which nothing will be added. */
  complete: (text: string) => void;
  /** Takes back what may be another block when only so many characters of the text still hold. */
  cut: (length: number) => void;
  /** The element in which the character at `offset` is or will be. */
  elementAt: (offset: number) => HTMLElement;
}

interface FinalBlock {
  raw: string;
  start: number;
  /** A block that shows nothing by itself has that of the next. */
  element: HTMLElement;
}

export function makeBlockList(root: HTMLElement): BlockList {
  let final: FinalBlock[] = [];
  let finalLength = 0;
  let links: LinkTargets = {};
  let tail = makeTail();
  root.replaceChildren(tail.element);

  /** @param spare elements to be used again before the tail is, of which then only what differs changes */
  const settle = (blocks: readonly Block[], when: 'now' | 'near-screen', spare: HTMLElement[] = []): void => {
    for (const block of blocks) {
      const element = spare[0] ?? tail.element;
      final.push({ raw: block.raw, start: finalLength, element });
      finalLength += block.raw.length;
      if (isInvisible(block)) continue;
      morphChildren(element, renderBlocks([block]));
      enrich(element, when);
      if (spare.shift()) continue;
      element.removeAttribute('class');
      tail = makeTail();
      element.after(tail.element);
    }
  };

  const takeBack = (from: number): HTMLElement[] => {
    const taken = new Set(final.splice(from).map(({ element }) => element));
    finalLength = final.reduce((sum, { raw }) => sum + raw.length, 0);
    for (const { element } of [...final, tail]) taken.delete(element);
    return [...taken];
  };

  return {
    grow: (text) => {
      settle(commitBlocks(text.slice(finalLength), links).blocks, 'now');
      tail.show(text.slice(finalLength), links);
    },
    // What a mark refers to may be defined behind it, so the text is read once more as one; what would be rendered
    // as it is already is left alone.
    complete: (text) => {
      const blocks = lexBlocks(text);
      const isAsShown = final.every(({ raw }, at) => blocks[at]?.raw === raw) && !blocks.some(isReferredTo);
      const spare = isAsShown ? [] : takeBack(0);
      settle(blocks.slice(final.length), 'near-screen', spare);
      for (const element of spare) element.remove();
      tail.show('', links);
      // A code block that was never closed ends with the text.
      for (const code of root.querySelectorAll<HTMLElement>('code[data-lang]:not([data-closed])')) {
        code.dataset['closed'] = '';
      }
      enrich(root, 'near-screen');
    },
    cut: (length) => {
      const kept = final.filter(({ raw, start }) => start + raw.length <= length);
      // The last of them was final because of what came behind it.
      const last = kept.findLastIndex(({ element }) => element !== tail.element);
      for (const element of takeBack(Math.max(0, last))) element.remove();
      if (final.length === 0) links = {};
    },
    elementAt: (offset) =>
      offset >= finalLength
        ? tail.element
        : (final.findLast(({ start }) => start <= offset)?.element ?? tail.element),
  };
}

function isInvisible({ type }: Block): boolean {
  return type === 'space' || type === 'def';
}

function isReferredTo({ type }: Block): boolean {
  return type === 'def' || type === 'footnote';
}
