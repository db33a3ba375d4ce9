import { closeOpenMarks } from './close-open-marks.ts';
import { makeCodeBlock, type CodeBlock } from '../code/make-code-block.ts';
import { readOpenFence } from '../code/open-fence.ts';
import { enrich } from '../rendering/enrich.ts';
import { holdHeadingMarks } from './hold-heading-marks.ts';
import { holdTableHead } from './hold-table-head.ts';
import { lexBlocks, type LinkTargets } from '../syntax/lex-blocks.ts';
import { makeElement } from '../elements/make-element.ts';
import { readOpenFormula } from '../math/open-formula.ts';
import { loadTypeset } from '../math/show-formula.ts';
import { morphChildren, setText } from '../elements/morph.ts';
import { renderBlocks } from '../rendering/render-blocks.ts';

/** The end of a text that still grows: its last block, and perhaps the beginning of the next. */
export interface Tail {
  element: HTMLElement;
  /** Shows this text, which may be any continuation of what was shown, or something else. */
  show: (text: string, links: LinkTargets) => void;
}

export function makeTail(): Tail {
  const element = makeElement('div', 'tail');
  /** While the text is an open code block, it is appended to, without any parsing. */
  let fence: CodeBlock | undefined;

  const showFence = (lang: string, code: string): void => {
    if (fence) return setText(fence.text, code);
    fence = makeCodeBlock(lang, code, false);
    element.replaceChildren(fence.element);
  };

  return {
    element,
    show: (text, links) => {
      const open = readOpenFence(text);
      if (open) return showFence(open.lang, open.code);
      fence = undefined;
      morphChildren(element, renderOpenFormula(text) ?? renderText(text, links));
      enrich(element, 'now');
    },
  };
}

/** Its source, without Markdown's rules, which would make something else of it. */
function renderOpenFormula(text: string): DocumentFragment | undefined {
  const source = readOpenFormula(text);
  if (source === undefined) return undefined;
  void loadTypeset();
  const fragment = document.createDocumentFragment();
  fragment.append(makeElement('p', 'formula-source', source));
  return fragment;
}

/** The text as far as what comes next cannot make it look quite different. */
function renderText(text: string, links: LinkTargets): DocumentFragment {
  return renderBlocks(lexBlocks(closeOpenMarks(holdHeadingMarks(holdTableHead(text))), { ...links }));
}
