const OPENING = /^ {0,3}(?:\$\$|\\\[)/;
const CLOSING = { $: '$$', '\\': '\\]' };

/**
 * The formula so far of a text that starts with an open one of its own lines. Undefined when it starts with anything
 * else, or the formula is closed, or cannot become one any more because it has an empty line.
 */
export function readOpenFormula(text: string): string | undefined {
  const opening = OPENING.exec(text)?.[0];
  if (opening === undefined) return undefined;
  const body = text.slice(opening.length);
  const closing = CLOSING[opening.trimStart().charAt(0) as keyof typeof CLOSING];
  if (body.includes(closing) || /\n[^\S\n]*\n/.test(body)) return undefined;
  const half = body.endsWith(closing.charAt(0)) ? body.slice(0, -1) : body;
  return half.trim();
}
