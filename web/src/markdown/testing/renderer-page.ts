import { languageOf } from '../code/languages.ts';
import { sourceOf } from '../elements/enriched.ts';
import { makeBlockList } from '../make-block-list.ts';
import { makeElement } from '../elements/make-element.ts';

/**
 * A page of the renderer alone, for tests: it renders after every single chunk, which the chat does not, because
 * there a part of the browser's time is all it takes.
 */
const renderer = {
  /** Renders the text as it grows by each of the chunks, then as complete, and leaves it on the page. */
  stream: (chunks: readonly string[]): void => {
    const { root, blocks } = openText();
    let text = '';
    for (const chunk of chunks) {
      text += chunk;
      blocks.grow(text);
    }
    blocks.complete(text);
    root.dataset['text'] = '';
  },

  /** Renders it all at once. */
  showWhole: (text: string): void => {
    const { root, blocks } = openText();
    blocks.complete(text);
    root.dataset['text'] = '';
  },

  /** Whether all code has its colours and all formulas their shape. */
  isRich: (): boolean => {
    const code = [...document.querySelectorAll<HTMLElement>('code[data-closed]')];
    const known = code.filter(({ dataset }) => languageOf(dataset['lang'] ?? '') !== undefined);
    const formulas = document.querySelectorAll('[data-math]');
    return [...known, ...formulas].every((element) => sourceOf(element) !== undefined);
  },

  /** Takes all texts but the first off the page. For each: '' when it is rendered as the first, else its HTML. */
  compareWithFirst: (): string[] => {
    const [first, ...others] = document.querySelectorAll('[data-text]');
    const wanted = first && normalise(first);
    return others.map((other) => {
      other.remove();
      return wanted?.isEqualNode(normalise(other)) ? '' : other.innerHTML;
    });
  },

  clear: (): void => document.body.replaceChildren(),
};

function openText() {
  const root = makeElement('div', 'markdown');
  document.body.append(root);
  return { root, blocks: makeBlockList(root) };
}

/** One text node where there are several in a row: they look the same. */
function normalise(element: Element): Element {
  const copy = element.cloneNode(true) as Element;
  copy.normalize();
  return copy;
}

Object.assign(window, { renderer });
