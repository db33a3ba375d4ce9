import { Lexer, type Links, type Token } from 'marked';
import { dialect } from './dialect.ts';

/** A top-level block of a Markdown text. The `raw` of all of them joined is the text. */
export type Block = Token;
/** Targets of reference links, by their lower-case names. */
export type LinkTargets = Links;

/**
 * @param text with `\n` line ends
 * @param links targets defined before this text; those defined in it are added
 */
export function lexBlocks(text: string, links: LinkTargets = {}): Block[] {
  const lexer = new Lexer(dialect);
  Object.assign(lexer.tokens.links, links);
  const blocks = [...lexer.lex(text)];
  Object.assign(links, lexer.tokens.links);
  return blocks;
}

/** One kind of line end, whatever the model wrote: marked does the same, and offsets must not shift by it. */
export function normaliseLines(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}
