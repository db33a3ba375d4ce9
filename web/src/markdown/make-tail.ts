import { closeOpenMarks } from './close-open-marks.ts';
import { makeCodeBlock, type CodeBlock } from './decorate.ts';
import { holdTableHead } from './hold-table-head.ts';
import { lexBlocks, type Block, type LinkTargets } from './lex-blocks.ts';
import { morphChildren, setText } from './morph.ts';
import { readOpenFence } from './code/open-fence.ts';
import { renderBlocks } from './render-blocks.ts';

/** The end of a text that still grows: its last block, and perhaps the beginning of the next. */
export interface Tail {
  element: HTMLElement;
  /** Shows this text, which may be any continuation of what was shown, or something else. */
  show: (text: string, links: LinkTargets) => void;
  /** Shows a block that is final. The element is then a block like others, and this tail is used up. */
  settle: (block: Block) => void;
}

export function makeTail(): Tail {
  const element = document.createElement('div');
  element.className = 'tail';
  /** While the text is an open code block, it is appended to, without any parsing. */
  let fence: CodeBlock | undefined;

  return {
    element,
    show: (text, links) => {
      const open = readOpenFence(text);
      if (open && fence) setText(fence.text, open.code);
      else if (open) {
        fence = makeCodeBlock(open.lang, open.code);
        element.replaceChildren(fence.element);
      } else {
        fence = undefined;
        morphChildren(element, renderBlocks(lexBlocks(shownPart(text), { ...links })));
      }
    },
    settle: (block) => {
      element.removeAttribute('class');
      morphChildren(element, renderBlocks([block]));
    },
  };
}

/** The text as far as what comes next cannot make it look quite different. */
function shownPart(text: string): string {
  return closeOpenMarks(holdTableHead(text));
}
