import { Marked, type RendererObject } from 'marked';
import { escapeHtml } from './escape-html.ts';
import { keepPlainTags } from './keep-plain-tags.ts';
import { mathExtension } from './math/math-tokens.ts';
import { langOf } from './code/open-fence.ts';

/** The `data-` attributes are for `decorate`, which makes the page's own parts of them. */
const renderer: RendererObject = {
  code: ({ text, lang }) =>
    `<pre data-lang="${escapeHtml(langOf(lang))}"><code>${escapeHtml(text)}</code></pre>`,
  html: ({ text }) => keepPlainTags(text),
  // An image on another host would tell that host who reads what, and when: shown is a link.
  image: ({ href, text }) => `<a href="${escapeHtml(href)}" data-image="${escapeHtml(text)}"></a>`,
  checkbox: ({ checked }) => `${checked ? '☑' : '☐'} `,
};

/** The Markdown that models write: GitHub's, and formulas. */
export const dialect = new Marked({ gfm: true, renderer }, mathExtension);
