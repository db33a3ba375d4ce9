import type { MarkedExtension, TokenizerAndRendererExtension, Tokens } from 'marked';
import { escapeHtml } from '../escape-html.ts';
import { findStart, firstParagraph } from '../find-start.ts';

/**
 * Keeps formulas away from Markdown's own rules, which would read `a_i * b_i` as emphasis. `$$` and `\[` open a
 * block, `\(` and a single `$` stand in a line; a `$` only with no space inside it and no digit behind it, so
 * that prices stay prices, and no formula with an empty line in it. Rendered is its source; `showFormula` typesets it.
 */
interface MathToken extends Tokens.Generic {
  type: 'math_block' | 'math_inline';
  /** The formula without its delimiters. */
  text: string;
}

const BLOCK =
  /^ {0,3}(?:\$\$((?:(?!\n[^\S\n]*\n)[\s\S])+?)\$\$|\\\[((?:(?!\n[^\S\n]*\n)[\s\S])+?)\\\])[^\S\n]*(?:\n|$)/;
const INLINE = /^(?:\$\$([^$]+?)\$\$|\\\(([\s\S]+?)\\\)|\$(?!\s)([^$\n]*?[^$\s\\])\$(?!\d))/;

function mathTokens(
  type: MathToken['type'],
  tag: 'p' | 'span',
  pattern: RegExp,
  opening: RegExp,
): TokenizerAndRendererExtension {
  return {
    name: type,
    level: type === 'math_block' ? 'block' : 'inline',
    start: (source) => findStart(type === 'math_block' ? firstParagraph(source) : source, opening),
    tokenizer: (source) => {
      const match = pattern.exec(source);
      if (!match) return undefined;
      const text = match.slice(1).find((part) => part !== undefined) ?? '';
      return { type, raw: match[0], text: text.trim() } satisfies MathToken;
    },
    renderer: ({ text }) => `<${tag} data-math>${escapeHtml(String(text))}</${tag}>`,
  };
}

export const mathExtension: MarkedExtension = {
  extensions: [
    mathTokens('math_block', 'p', BLOCK, /^ {0,3}(?:\$\$|\\\[)/m),
    mathTokens('math_inline', 'span', INLINE, /\$|\\\(/),
  ],
};
