const IN_TEXT =
  'script, style, object, embed, form, input, select, textarea, img, video, audio, link, meta, base, iframe, ' +
  'svg:not(.math-set svg), math:not(.math-set math), [style]:not(.math-set [style]), [id], [name], [onerror], ' +
  '[onload], [onclick], [src], [class~="fixed"], [href]:not(a)';
const LINKS =
  'a[href^="javascript:" i], a[href^="data:" i], a[href^="vbscript:" i], a[href^="blob:" i], ' +
  'a:not([rel="noopener noreferrer nofollow"])[href]';

/** What must not be in an answer, whatever it says. Only a formula has drawings and styles, made by the page. */
export const FORBIDDEN = `.markdown :is(${IN_TEXT}, ${LINKS})`;
