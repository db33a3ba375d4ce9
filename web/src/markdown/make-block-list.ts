import { commitBlocks } from './commit-blocks.ts';
import { lexBlocks, type Block, type LinkTargets } from './lex-blocks.ts';
import { makeTail } from './make-tail.ts';

/** The rendered blocks of one text: those that are final, and the tail that is rendered again as it grows. */
export interface BlockList {
  /** Shows text that continues what was shown. */
  grow: (text: string) => void;
  /** Shows text to which nothing will be added. */
  complete: (text: string) => void;
  clear: () => void;
  /** The element in which the character at `offset` is or will be. */
  elementAt: (offset: number) => HTMLElement;
}

interface FinalBlock {
  raw: string;
  start: number;
  element: HTMLElement;
}

export function makeBlockList(root: HTMLElement): BlockList {
  let final: FinalBlock[] = [];
  let finalLength = 0;
  let links: LinkTargets = {};
  let tail = makeTail();
  root.replaceChildren(tail.element);

  const clear = (): void => {
    final = [];
    finalLength = 0;
    links = {};
    tail = makeTail();
    root.replaceChildren(tail.element);
  };

  const settle = (blocks: readonly Block[]): void => {
    for (const block of blocks) {
      const { element } = tail;
      final.push({ raw: block.raw, start: finalLength, element });
      finalLength += block.raw.length;
      if (block.type === 'space' || block.type === 'def') continue;
      tail.settle(block);
      tail = makeTail();
      element.after(tail.element);
    }
  };

  return {
    grow: (text) => {
      settle(commitBlocks(text.slice(finalLength), links).blocks);
      tail.show(text.slice(finalLength), links);
    },
    // A link's target may be defined behind its use, so the text is read once more as one; what would be rendered
    // as it is already is left alone.
    complete: (text) => {
      const blocks = lexBlocks(text);
      const isAsShown = final.every(({ raw }, at) => blocks[at]?.raw === raw);
      if (!isAsShown || blocks.some((block) => block.type === 'def')) clear();
      settle(blocks.slice(final.length));
      tail.show('', links);
    },
    clear,
    elementAt: (offset) =>
      offset >= finalLength
        ? tail.element
        : (final.findLast(({ start }) => start <= offset)?.element ?? tail.element),
  };
}
