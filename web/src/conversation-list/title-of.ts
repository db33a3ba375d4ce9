const TITLE_CHARS_MAX = 120;

/** How the service names a conversation, too: its first prompt, in one line. */
export function titleOf(prompt: string): string {
  return prompt.replace(/\s+/g, ' ').trim().slice(0, TITLE_CHARS_MAX);
}
