import createPurifier from 'dompurify';

/**
 * What an answer may be made of. Left out on purpose: whatever loads, runs, posts or frames; `class`, `style`,
 * `id` and `name`, with which text could dress up as the page or stand in for its variables.
 */
const TEXT_TAGS =
  'a strong b em i u s del ins mark small sub sup code kbd samp var abbr q cite br span'.split(' ');
const BLOCK_TAGS = 'p hr h1 h2 h3 h4 h5 h6 blockquote pre div details summary'.split(' ');
const LIST_TAGS = 'ul ol li dl dt dd'.split(' ');
const TABLE_TAGS = 'table thead tbody tfoot tr th td caption'.split(' ');
const PLAIN_ATTRIBUTES = ['title', 'align', 'start', 'colspan', 'rowspan', 'open'];
const MARKS = ['data-lang', 'data-image', 'data-math'];
const LINKS = /^(?:https?|mailto):/i;

const purifier = createPurifier(window);

export function sanitise(html: string): DocumentFragment {
  return purifier.sanitize(html, {
    ALLOWED_TAGS: ['#text', ...TEXT_TAGS, ...BLOCK_TAGS, ...LIST_TAGS, ...TABLE_TAGS],
    ALLOWED_ATTR: ['href', ...PLAIN_ATTRIBUTES, ...MARKS],
    // All others are held against the pattern for links.
    ADD_URI_SAFE_ATTR: [...PLAIN_ATTRIBUTES, ...MARKS],
    ALLOWED_URI_REGEXP: LINKS,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
}
