/** Where a pattern begins in a text, as marked wants to know it of its extensions. */
export function findStart(text: string, pattern: RegExp): number | undefined {
  const at = text.search(pattern);
  return at < 0 ? undefined : at;
}

/**
 * A text up to its first empty line. What begins behind it does not end a paragraph that begins here, and looking for
 * it in all of a long text, for each of its paragraphs, would cost the square of its length.
 */
export function firstParagraph(text: string): string {
  const end = text.indexOf('\n\n');
  return end < 0 ? text : text.slice(0, end);
}
