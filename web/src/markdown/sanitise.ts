import createPurifier from 'dompurify';
import { ALLOWED_TAGS } from './allowed-tags.ts';

/** Not `class`, `style`, `id` and `name`, with which text could dress up as the page or stand in for its variables. */
const PLAIN_ATTRIBUTES = ['title', 'align', 'start', 'colspan', 'rowspan', 'open'];
/** For `decorate` and the style sheet. */
const MARKS = ['data-lang', 'data-closed', 'data-image', 'data-src', 'data-math', 'data-task', 'data-note'];
const LINKS = /^(?:https?|mailto):/i;

const purifier = createPurifier(window);

export function sanitise(html: string): DocumentFragment {
  return purifier.sanitize(html, {
    ALLOWED_TAGS: ['#text', ...ALLOWED_TAGS],
    ALLOWED_ATTR: ['href', ...PLAIN_ATTRIBUTES, ...MARKS],
    // All others are held against the pattern for links.
    ADD_URI_SAFE_ATTR: [...PLAIN_ATTRIBUTES, ...MARKS],
    ALLOWED_URI_REGEXP: LINKS,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
}
