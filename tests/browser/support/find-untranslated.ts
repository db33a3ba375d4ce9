/**
 * A script for the page: what is read or spoken on it and is not in the pseudo-locale, and what of it is cut off without
 * being told by a title. Words of the pseudo-locale stand in brackets. Left out are answers, code, what is marked as not
 * for translation, identifiers, and what Intl writes. Text, because the tests are checked without the browser's types.
 */
export const FIND_UNTRANSLATED = `(() => {
  const NOT_WORDS = '[translate=no], [data-testid=text], code, pre, kbd, .font-mono, textarea, [lang]:not(html), script, style';
  const BRAND = /Continuo|OpenAI|Anthropic/g;
  const IDENTIFIERS = /\\S*[\\d_@=]\\S*/g;
  /* Units, months, days, times of day. */
  const OF_INTL = /\\b(ms|s|min|h|d|[kKMB]|[kMG]?B|bytes?|tok|AM|PM|now|ago|in|at|today|yesterday|tomorrow|last|this|next|(second|minute|hour|day|week|month|year)s?|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\\b/g;
  const isPlain = (text) =>
    !/\\[[^]*\\]/.test(text) &&
    /\\p{Script=Latin}{2}/u.test(text.replace(BRAND, '').replace(IDENTIFIERS, '').replace(OF_INTL, ''));
  const isSeen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const found = new Set();
  const report = (element, what, text) => {
    if (!element.closest(NOT_WORDS)) found.add(what + ' ' + element.tagName.toLowerCase() + ': ' + text.trim().slice(0, 80));
  };
  const isCut = (element) => {
    const { overflowX } = getComputedStyle(element);
    return overflowX !== 'visible' && overflowX !== 'auto' && element.scrollWidth > element.clientWidth + 1;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.data;
    if (!isSeen(element)) continue;
    if (isPlain(text)) report(element, 'plain', text);
    const isTold = element.closest('.sr-only, [title], option') !== null;
    if (text.includes('~]') && !isTold && isCut(element)) report(element, 'cut', text);
  }
  for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
    for (const element of document.querySelectorAll('[' + name + ']')) {
      const text = element.getAttribute(name);
      if (isSeen(element) && isPlain(text)) report(element, name, text);
    }
  }
  const tooWide = document.documentElement.scrollWidth - innerWidth;
  if (tooWide > 0) found.add('the page is ' + tooWide + ' px too wide');
  return [...found];
})()`;
