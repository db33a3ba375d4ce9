import { pageWords } from '../words/page-words.ts';
import { words } from './words.ts';

/** Adds the page's own parts to sanitised nodes: code blocks with a head, tables that scroll, honest links. */
export function decorate(fragment: DocumentFragment): void {
  for (const pre of fragment.querySelectorAll('pre')) {
    const code = pre.textContent.replace(/\n$/, '');
    pre.replaceWith(makeCodeBlock(pre.dataset['lang'] ?? '', code).element);
  }
  for (const table of fragment.querySelectorAll('table')) wrapTable(table);
  for (const link of fragment.querySelectorAll('a')) decorateLink(link);
}

export interface CodeBlock {
  element: HTMLElement;
  /** The one text node of the code, to append to. */
  text: Text;
}

/** A code block with its language and a button that `copyCodeOnClick` gives its work. */
export function makeCodeBlock(lang: string, code: string): CodeBlock {
  const text = document.createTextNode(code);
  const button = element('button', 'code-copy', pageWords().copy);
  button.type = 'button';
  const head = element('div', 'code-head');
  head.append(element('span', 'code-lang', lang || words().plainText), button);
  const body = element('code', '');
  body.append(text);
  const pre = element('pre', 'code-body');
  // A block that scrolls sideways must be reachable by keyboard.
  pre.tabIndex = 0;
  pre.append(body);
  const block = element('div', 'code-block');
  block.append(head, pre);
  return { element: block, text };
}

function wrapTable(table: HTMLTableElement): void {
  const frame = element('div', 'table-frame');
  frame.tabIndex = 0;
  frame.role = 'region';
  frame.ariaLabel = words().table;
  table.replaceWith(frame);
  frame.append(table);
}

function decorateLink(link: HTMLAnchorElement): void {
  const href = link.getAttribute('href');
  const alt = link.dataset['image'];
  if (alt !== undefined) {
    link.className = 'image-link';
    const host = href && URL.canParse(href) ? new URL(href).host : words().unknownHost;
    link.textContent = words().imageFrom(host, alt);
  }
  if (!href) return;
  link.target = '_blank';
  link.rel = 'noopener noreferrer nofollow';
  link.title ||= href;
}

function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  text = '',
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}
