import { cutText } from '../protocol/text.ts';

const TITLE_CHARS_MAX = 80;

/** The title that a conversation gets from its first prompt: the first line with anything on it, cut. */
export function titleOf(prompt: string): string {
  const line =
    prompt
      .split('\n', 100)
      .map((text) => text.trim())
      .find((text) => text !== '') ?? '';
  if (line.length <= TITLE_CHARS_MAX) return line;
  return `${cutText(line, TITLE_CHARS_MAX - 1)[0]}…`;
}
