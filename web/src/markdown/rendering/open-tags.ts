import { decodeEntities } from '../elements/decode-entities.ts';
import { makeElement } from '../elements/make-element.ts';
import { splitPlainTags } from './split-plain-tags.ts';

/** Tags that Markdown itself has not closed may be so many inside each other; more are left out. */
const OPEN_MAX = 20;
const EMPTY_TAGS = ['br', 'hr'];

/** Where what comes next belongs among the tags that HTML inside Markdown has opened. */
export interface OpenTags {
  append: (node: Node | string) => void;
  /** Opens and closes what the HTML says, and appends its text. */
  read: (html: string) => void;
}

/** @param root what is open at its end is closed with it */
export function makeOpenTags(root: Node): OpenTags {
  const open: HTMLElement[] = [];
  const append = (node: Node | string): void => {
    const place = open.at(-1) ?? root;
    place.appendChild(typeof node === 'string' ? document.createTextNode(node) : node);
  };
  const openTag = (tag: string): void => {
    if (open.length >= OPEN_MAX) return;
    // The name is one of a list.
    const element = makeElement(tag as keyof HTMLElementTagNameMap, '');
    append(element);
    if (!EMPTY_TAGS.includes(tag)) open.push(element);
  };
  const closeTag = (tag: string): void => {
    const at = open.findLastIndex(({ localName }) => localName === tag);
    if (at >= 0) open.length = at;
  };
  return {
    append,
    read: (html) => {
      for (const part of splitPlainTags(html)) {
        if (part.kind === 'text') append(decodeEntities(part.text));
        else if (part.kind === 'open') openTag(part.tag);
        else closeTag(part.tag);
      }
    },
  };
}
