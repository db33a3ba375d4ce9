/**
 * Leaves out a last line that is nothing but the marks of a heading so far: with one more of them, or with words
 * behind a hash, it is something of another height.
 */
export function holdHeadingMarks(text: string): string {
  return text.replace(/(^|\n) {0,3}#{1,6}[^\S\n]*$/, '$1');
}
