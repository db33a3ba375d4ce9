import type { Message } from '../calls/call.ts';

const ASKS_TO_GO_ON = /\b(?:continu|interrupted|left off|go on|carry on|resume)/i;
const SAYS_INTERRUPTED = /\binterrupted\b/i;

export function lastPrompt(messages: readonly Message[]): string | undefined {
  return messages.findLast(({ role }) => role === 'user')?.text;
}

/** What the user wants to know: the last user message, or the one before where that only asks to go on. */
export function questionOf(messages: readonly Message[]): string {
  return findInterrupted(messages)?.question ?? lastPrompt(messages) ?? '';
}

/** Messages that end in `user, assistant, user: please continue`. */
export function findInterrupted(
  messages: readonly Message[],
): { question: string; partial: string } | undefined {
  const instruction = messages.at(-1);
  const partial = messages.at(-2);
  const question = lastPrompt(messages.slice(0, -2));
  if (instruction?.role !== 'user' || partial?.role !== 'assistant' || partial.text === '') return undefined;
  if (question === undefined || !ASKS_TO_GO_ON.test(instruction.text)) return undefined;
  return { question, partial: partial.text };
}

/** The assistant's message comes last, or the user says that it was interrupted, whatever it looks like. */
export function isSaidToBePartial(messages: readonly Message[]): boolean {
  const last = messages.at(-1);
  return last?.role === 'assistant' || SAYS_INTERRUPTED.test(last?.text ?? '');
}
