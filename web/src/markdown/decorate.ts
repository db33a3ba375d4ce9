import { makeCodeBlock } from './code/make-code-block.ts';
import { offerImage } from './images/remote-image.ts';
import { makeElement } from './make-element.ts';
import { words } from './words.ts';

/** Adds the page's own parts to sanitised nodes: code blocks with a head, tables that scroll, honest links. */
export function decorate(fragment: DocumentFragment): void {
  for (const pre of fragment.querySelectorAll('pre')) {
    const { lang = '', closed } = pre.dataset;
    const code = pre.textContent.replace(/\n$/, '');
    pre.replaceWith(makeCodeBlock(lang, code, closed !== undefined).element);
  }
  for (const table of fragment.querySelectorAll('table')) wrapTable(table);
  for (const image of fragment.querySelectorAll<HTMLElement>('[data-image]')) placeImage(image);
  for (const link of fragment.querySelectorAll('a')) decorateLink(link);
}

function wrapTable(table: HTMLTableElement): void {
  const frame = makeElement('div', 'table-frame');
  frame.tabIndex = 0;
  frame.role = 'region';
  frame.ariaLabel = words().table;
  table.replaceWith(frame);
  frame.append(table);
}

/** An image is offered; one inside a link, or without an address that may be asked, is its description. */
function placeImage(image: HTMLElement): void {
  const { src = '', image: alt = '' } = image.dataset;
  const url = readWebUrl(src);
  if (url && !image.closest('a')) image.replaceWith(offerImage(url.href, alt));
  else image.replaceWith(words().imageFrom(url?.host ?? words().unknownHost, alt));
}

function decorateLink(link: HTMLAnchorElement): void {
  const href = link.getAttribute('href');
  if (!href) return;
  link.target = '_blank';
  link.rel = 'noopener noreferrer nofollow';
  link.title ||= href;
  const host = readWebUrl(href)?.host;
  const said = readHost(link.textContent);
  // A text that looks like one address and leads to another says so.
  if (host !== undefined && said !== undefined && said !== host) link.append(` (${host})`);
}

function readWebUrl(href: string): URL | undefined {
  if (!URL.canParse(href)) return undefined;
  const url = new URL(href);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url : undefined;
}

/** The host that a text names, when it is an address. */
function readHost(text: string): string | undefined {
  const named = /^\s*(?:https?:\/\/)?((?:[\w-]+\.)+[a-z]{2,}(?::\d+)?)(?:[/?#]\S*)?\s*$/i.exec(text)?.[1];
  return named === undefined ? undefined : readWebUrl(`https://${named}`)?.host;
}
