/**
 * A script for the page: what is read or spoken on it and is not in the pseudo-locale, and what of it is cut off. Words
 * of the pseudo-locale stand in brackets. What is not for translation says so (`translate="no"`): what people and models
 * wrote, names, code. Text, because the tests are checked without the browser's types.
 */
export const FIND_UNTRANSLATED = `(() => {
  const NOT_WORDS = '[translate=no], code, pre, kbd, textarea, [lang]:not(html), script, style, .katex';
  /* What Intl writes by itself: units, months, days, times of day. */
  const OF_INTL = /\\b(ms|s|min|h|d|[kKMB]|[kMG]B|bytes?|tok|AM|PM|now|ago|in|at|today|yesterday|tomorrow|last|this|next|(second|minute|hour|day|week|month|year)s?|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\\b/g;
  const isPlain = (text) => !/\\[[^]*\\]/.test(text) && /\\p{L}{2}/u.test(text.replace(OF_INTL, ''));
  const isSeen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const found = [];
  const report = (element, what, text) => {
    if (!element.closest(NOT_WORDS)) found.push(what + ' ' + element.tagName.toLowerCase() + ': ' + text.trim().slice(0, 80));
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.data;
    if (!isSeen(element)) continue;
    if (isPlain(text)) report(element, 'plain', text);
    const isHeard = element.closest('.sr-only') !== null;
    const { overflowX, textOverflow } = getComputedStyle(element);
    const isCut = overflowX !== 'visible' && overflowX !== 'auto' && element.scrollWidth > element.clientWidth + 1;
    if (text.includes('~]') && isCut && !isHeard && element.tagName !== 'OPTION') report(element, 'cut (' + textOverflow + ')', text);
  }
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
    if (!isSeen(element)) continue;
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
      const text = element.getAttribute(name);
      if (text && isPlain(text)) report(element, name, text);
    }
  }
  const { scrollWidth } = document.documentElement;
  if (scrollWidth > innerWidth) found.push('the page is ' + (scrollWidth - innerWidth) + ' px too wide');
  return [...new Set(found)];
})()`;
