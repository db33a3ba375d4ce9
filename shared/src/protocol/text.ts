/**
 * Text that every store can hold and replay. Postgres refuses NUL, and a lone surrogate has no UTF-8, so both
 * become U+FFFD before they enter the log.
 */
export function cleanText(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed();
}

/**
 * How much of `text` can be used now: all of it, or all but a trailing high surrogate whose other half is
 * still to come.
 */
export function completeLength(text: string): number {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? text.length - 1 : text.length;
}

/** Cuts text into pieces of at most `charsMax` UTF-16 units, at least 2, never inside a surrogate pair. */
export function cutText(text: string, charsMax: number): string[] {
  const pieces: string[] = [];
  let start = 0;
  while (start < text.length) {
    const piece = text.slice(start, start + charsMax);
    const atEnd = start + piece.length >= text.length;
    const length = atEnd ? piece.length : completeLength(piece);
    pieces.push(piece.slice(0, length));
    start += length;
  }
  return pieces;
}
