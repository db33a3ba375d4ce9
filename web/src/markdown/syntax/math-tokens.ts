import type { TokenizerExtension } from 'marked';
import { findStart, firstParagraph } from './find-start.ts';

/**
 * Keeps formulas away from Markdown's own rules, which would read `a_i * b_i` as emphasis. `$$` and `\[` open a
 * block, `\(` and a single `$` stand in a line; a `$` only with no space inside it and no digit behind it, so
 * that prices stay prices, and no formula with an empty line in it.
 */
export interface MathToken {
  type: 'math_block' | 'math_inline';
  raw: string;
  /** The formula without its delimiters. */
  text: string;
}

const BLOCK =
  /^ {0,3}(?:\$\$((?:(?!\n[^\S\n]*\n)[\s\S])+?)\$\$|\\\[((?:(?!\n[^\S\n]*\n)[\s\S])+?)\\\])[^\S\n]*(?:\n|$)/;
const INLINE =
  /^(?:\$\$([^$]+?)\$\$|\\\(([\s\S]+?)\\\)|\\\[([\s\S]+?)\\\]|\$(?!\s)([^$\n]*?[^$\s\\])\$(?!\d))/;

const block: TokenizerExtension = {
  name: 'math_block',
  level: 'block',
  start: (source) => findStart(firstParagraph(source), /^ {0,3}(?:\$\$|\\\[)/m),
  tokenizer: (source) => readFormula('math_block', BLOCK, source),
};

const inline: TokenizerExtension = {
  name: 'math_inline',
  level: 'inline',
  start: (source) => findStart(source, /\$|\\[([]/),
  tokenizer: (source) => readFormula('math_inline', INLINE, source),
};

export const mathExtensions: readonly TokenizerExtension[] = [block, inline];

function readFormula(type: MathToken['type'], pattern: RegExp, source: string): MathToken | undefined {
  const match = pattern.exec(source);
  if (!match) return undefined;
  const text = match.slice(1).find((part) => part !== undefined) ?? '';
  return { type, raw: match[0], text: text.trim() };
}
