/** About the size of a real tokenizer's pieces: up to six letters, three digits, one sign; CJK by character. */
const TOKEN =
  / ?(?!\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana})\p{L}{1,6}| ?\p{N}{1,3}|\n+| +|[^]/gu;

/** Cuts text into the pieces a model would send. Never inside a code point; joined they are the text again. */
export function splitTokens(text: string): string[] {
  return text.match(TOKEN) ?? [];
}

export function countTokens(text: string): number {
  return splitTokens(text).length;
}
