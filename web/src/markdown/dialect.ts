import { Marked, type RendererObject } from 'marked';
import { escapeHtml } from './escape-html.ts';
import { footnotes } from './footnotes.ts';
import { keepPlainTags } from './keep-plain-tags.ts';
import { mathExtension } from './math/math-tokens.ts';
import { isClosedCode, langOf } from './code/open-fence.ts';

/** The `data-` attributes are for `decorate`, which makes the page's own parts of them. */
const renderer: RendererObject = {
  code: ({ raw, text, lang }) =>
    `<pre data-lang="${escapeHtml(langOf(lang))}"${isClosedCode(raw) ? ' data-closed' : ''}>` +
    `<code>${escapeHtml(text)}</code></pre>`,
  html: ({ text }) => keepPlainTags(text),
  // An image on another host would tell that host who reads what, and when: shown is an offer.
  image: ({ href, text }) => `<span data-src="${escapeHtml(href)}" data-image="${escapeHtml(text)}"></span>`,
  listitem(item) {
    return `<li${item.task ? ' data-task' : ''}>${this.parser.parse(item.tokens)}</li>\n`;
  },
  checkbox: ({ checked }) => `${checked ? '☑' : '☐'} `,
};

/** The Markdown that models write: GitHub's with its notes, and formulas. */
export const dialect = new Marked({ gfm: true, renderer }, mathExtension, footnotes);
