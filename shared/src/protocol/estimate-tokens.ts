import type { ChatRequest } from './chat-request.ts';

/** Rule of thumb for English text; used only where no provider tells. */
export const CHARS_PER_TOKEN = 4;

export function estimateTokens(text: string): number {
  return Math.ceil(text.length / CHARS_PER_TOKEN);
}

/** What a request sends: its system text and all its messages. */
export function estimateInputTokens({ system = '', messages }: ChatRequest): number {
  const characters = messages.reduce((sum, message) => sum + message.content.length, system.length);
  return Math.ceil(characters / CHARS_PER_TOKEN);
}
