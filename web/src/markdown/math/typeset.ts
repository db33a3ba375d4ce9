import createPurifier from 'dompurify';
import katex from 'katex';
import 'katex/dist/katex-swap.min.css';

/** What KaTeX makes of a formula, and MathML of the same for screen readers; no links, no images, no names. */
const TAGS =
  'span svg path line math semantics mrow mi mo mn ms mtext mspace mfrac msqrt mroot mstyle mpadded mphantom ' +
  'menclose msub msup msubsup munder mover munderover mtable mtr mtd mlabeledtr mglyph';
const ATTRIBUTES =
  'class style aria-hidden xmlns viewBox preserveAspectRatio width height d x1 x2 y1 y2 display mathvariant ' +
  'stretchy fence separator accent accentunder lspace rspace minsize maxsize linethickness columnalign ' +
  'columnspacing rowspacing columnlines rowlines scriptlevel displaystyle mathsize mathcolor mathbackground notation';

const purifier = createPurifier(window);

/** Undefined for what is no formula. */
export function typeset(source: string, isDisplay: boolean): DocumentFragment | undefined {
  const html = renderFormula(source, isDisplay);
  return html === undefined
    ? undefined
    : purifier.sanitize(html, {
        ALLOWED_TAGS: ['#text', ...TAGS.split(' ')],
        ALLOWED_ATTR: ATTRIBUTES.split(' '),
        // The source once more, for programs: here it would be text.
        FORBID_CONTENTS: ['annotation'],
        ALLOW_DATA_ATTR: false,
        ALLOW_ARIA_ATTR: false,
        RETURN_DOM_FRAGMENT: true,
      });
}

function renderFormula(source: string, displayMode: boolean): string | undefined {
  try {
    return katex.renderToString(source, {
      displayMode,
      // Commands that link, load or name things are not followed.
      trust: false,
      strict: 'ignore',
      maxExpand: 100,
      maxSize: 20,
    });
  } catch {
    // A model that misspelt a command: the source says more than nothing.
    return undefined;
  }
}
