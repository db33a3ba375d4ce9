import type { MarkedToken, Token } from 'marked';
import { makeCodeBlock } from '../code/make-code-block.ts';
import { isClosedCode, langOf } from '../code/open-fence.ts';
import { decodeEntities } from '../elements/decode-entities.ts';
import type { NoteToken } from '../syntax/footnotes.ts';
import { describeImage, offerImage } from '../images/remote-image.ts';
import type { Block } from '../syntax/lex-blocks.ts';
import { makeElement } from '../elements/make-element.ts';
import { makeLink } from '../elements/make-link.ts';
import { makeTable } from './make-table.ts';
import type { MathToken } from '../syntax/math-tokens.ts';
import { makeOpenTags } from './open-tags.ts';

/** Blocks inside blocks and marks inside marks; what is deeper is shown as it was written. */
const DEPTH_MAX = 40;

type KnownToken = MarkedToken | MathToken | NoteToken;
type Rendered = Node | string;
type RenderToken<Known> = (token: Known, depth: number) => Rendered;

/** Those that are not here show nothing; HTML is read by `makeOpenTags`. */
const RENDERERS: { [Type in KnownToken['type']]?: RenderToken<Extract<KnownToken, { type: Type }>> } = {
  paragraph: ({ tokens }, depth) => fill(makeElement('p', ''), tokens, depth),
  heading: (token, depth) => fill(makeElement(headingTag(token.depth), ''), token.tokens, depth),
  blockquote: ({ tokens }, depth) => fill(makeElement('blockquote', ''), tokens, depth),
  list: ({ ordered, start, items }, depth) => {
    const list = makeElement(ordered ? 'ol' : 'ul', '');
    if (ordered && start !== 1) list.setAttribute('start', String(start));
    return fill(list, items, depth);
  },
  list_item: ({ task, tokens }, depth) => fill(makeElement('li', task ? 'task' : ''), tokens, depth),
  checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
  table: (table, depth) => makeTable(table, (cell, tokens) => fill(cell, tokens, depth)),
  code: ({ raw, text, lang }) =>
    makeCodeBlock(langOf(lang), text.replace(/\n$/, ''), isClosedCode(raw)).element,
  hr: () => makeElement('hr', ''),
  math_block: ({ text }) => markFormula(makeElement('p', '', text)),
  footnote: ({ label, tokens }, depth) => {
    const note = makeElement('p', 'note', makeElement('sup', '', label), ' ');
    return fill(note, tokens, depth);
  },

  text: ({ text, tokens }, depth) =>
    tokens ? fill(document.createDocumentFragment(), tokens, depth) : decodeEntities(text),
  escape: ({ text }) => text,
  strong: ({ tokens }, depth) => fill(makeElement('strong', ''), tokens, depth),
  em: ({ tokens }, depth) => fill(makeElement('em', ''), tokens, depth),
  del: ({ tokens }, depth) => fill(makeElement('del', ''), tokens, depth),
  codespan: ({ text }) => makeElement('code', '', text),
  br: () => makeElement('br', ''),
  link: ({ href, title, tokens }, depth) =>
    makeLink(href, title, fill(document.createDocumentFragment(), tokens.map(describeIfImage), depth)),
  image: ({ href, text }) => offerImage(href, decodeEntities(text)),
  math_inline: ({ text }) => markFormula(makeElement('span', '', text)),
  footnote_mark: ({ label, text }) => {
    const mark = makeElement('sup', '', `[${label}]`);
    mark.title = text;
    return mark;
  },
};

/**
 * Turns blocks into nodes. They are made one by one, of a few kinds and with attributes that are set here, and text
 * is put in as text: the browser reads nothing that an answer says as HTML.
 */
export function renderBlocks(blocks: readonly Block[]): DocumentFragment {
  return fill(document.createDocumentFragment(), blocks, 0);
}

function fill<Parent extends Node>(parent: Parent, tokens: readonly Token[], depth: number): Parent {
  const place = makeOpenTags(parent);
  for (const token of tokens) {
    if (depth > DEPTH_MAX) place.append(token.raw);
    else if (token.type === 'html') place.read(token['text']);
    else place.append(renderToken(token, depth + 1));
  }
  return parent;
}

function renderToken(token: Token, depth: number): Rendered {
  const render = RENDERERS[token.type as KnownToken['type']] as RenderToken<Token> | undefined;
  return render?.(token, depth) ?? '';
}

function headingTag(depth: number): 'h1' | 'h2' | 'h3' | 'h4' | 'h5' | 'h6' {
  return (['h1', 'h2', 'h3', 'h4', 'h5'] as const)[depth - 1] ?? 'h6';
}

/** For `showFormula`. */
function markFormula(element: HTMLElement): HTMLElement {
  element.dataset['math'] = '';
  return element;
}

/** A button inside a link would be neither. */
function describeIfImage(token: Token): Token {
  if (token.type !== 'image') return token;
  const text = describeImage(token['href'], decodeEntities(token['text']));
  return { type: 'escape', raw: token.raw, text };
}
