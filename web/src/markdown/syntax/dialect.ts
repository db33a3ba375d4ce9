import { getDefaults, type MarkedOptions, type TokenizerExtension } from 'marked';
import { footnotes } from './footnotes.ts';
import { mathExtensions } from './math-tokens.ts';

/**
 * The Markdown that models write: GitHub's with its notes, and formulas. Options of the lexer: no instance of marked
 * is made of them, because that would bring its renderer, and `renderBlocks` renders.
 */
export const dialect: MarkedOptions = {
  ...getDefaults(),
  gfm: true,
  extensions: { renderers: {}, childTokens: {}, ...atLevel('block'), ...atLevel('inline') },
};

function atLevel(level: 'block' | 'inline'): Partial<NonNullable<MarkedOptions['extensions']>> {
  const extensions: TokenizerExtension[] = [...footnotes, ...mathExtensions].filter(
    (extension) => extension.level === level,
  );
  const tokenizers = extensions.map(({ tokenizer }) => tokenizer);
  const starts = extensions.flatMap(({ start }) => start ?? []);
  return level === 'block'
    ? { block: tokenizers, startBlock: starts }
    : { inline: tokenizers, startInline: starts };
}
