import { pageWords } from '../../words/page-words.ts';
import { makeActButton, makeElement } from '../elements/make-element.ts';
import { words } from '../words.ts';
import { isWrapped } from './wrap-code.ts';

export interface CodeBlock {
  element: HTMLElement;
  /** The one text node of the code, to append to. */
  text: Text;
}

/**
 * A code block with its language and buttons.
 *
 * @param isClosed whether the code is all there, so that it can be highlighted
 */
export function makeCodeBlock(lang: string, code: string, isClosed: boolean): CodeBlock {
  const text = document.createTextNode(code);
  const wrap = makeActButton('wrap', 'code-button', words().wrap);
  wrap.ariaPressed = String(isWrapped());
  const head = makeElement(
    'div',
    'code-head',
    makeElement('span', 'code-lang', lang || words().plainText),
    wrap,
    makeActButton('copy', 'code-button', pageWords().copy),
  );
  const body = makeElement('code', '', text);
  body.dataset['lang'] = lang;
  if (isClosed) body.dataset['closed'] = '';
  const pre = makeElement('pre', 'code-body', body);
  // A block that scrolls sideways must be reachable by keyboard.
  pre.tabIndex = 0;
  return { element: makeElement('div', 'code-block', head, pre), text };
}
