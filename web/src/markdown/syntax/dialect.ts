import { Marked } from 'marked';
import { footnotes } from './footnotes.ts';
import { mathExtension } from './math-tokens.ts';

/** The Markdown that models write: GitHub's with its notes, and formulas. Only read by it: `renderBlocks` renders. */
export const dialect = new Marked({ gfm: true }, mathExtension, footnotes);
