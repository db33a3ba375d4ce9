/** What KaTeX draws a formula with, and MathML of the same for screen readers: no links, no images, no names. */
const TAGS = new Set(
  (
    'span svg path line math semantics mrow mi mo mn ms mtext mspace mfrac msqrt mroot mstyle mpadded mphantom ' +
    'menclose msub msup msubsup munder mover munderover mtable mtr mtd mlabeledtr mglyph'
  ).split(' '),
);
const ATTRIBUTES = new Set(
  (
    'class style aria-hidden xmlns viewBox preserveAspectRatio width height d x1 x2 y1 y2 stroke-width display ' +
    'mathvariant stretchy fence separator accent accentunder lspace rspace minsize maxsize linethickness ' +
    'columnalign columnspacing rowspacing columnlines rowlines scriptlevel displaystyle mathsize mathcolor ' +
    'mathbackground notation depth voffset'
  ).split(' '),
);

/**
 * Removes all else from the nodes of a formula. They were made by KaTeX without reading HTML, and it follows no
 * command that would make anything else: this holds whatever the next version does.
 */
export function keepHarmless(formula: DocumentFragment): void {
  for (const element of formula.querySelectorAll('*')) {
    if (!TAGS.has(element.localName)) element.remove();
    for (const { name, value } of Array.from(element.attributes)) {
      if (!ATTRIBUTES.has(name) || /url\(/i.test(value)) element.removeAttribute(name);
    }
  }
}
