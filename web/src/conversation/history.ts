import { BODY_BYTES_MAX, MESSAGES_MAX, MESSAGE_CHARS_MAX } from '@continuo/shared/protocol/limits';
import type { ChatMessage } from '@continuo/shared/protocol/chat-request';

/** A question and what there is of its answer. */
export interface Exchange {
  prompt: string;
  answer: string;
}

/** What the rest of a request needs beside its messages. */
const REQUEST_RESERVE_BYTES = 4_096;

const encoder = new TextEncoder();

/**
 * The messages of the next request: the conversation so far and the new prompt. When the whole does not fit into
 * one request, the oldest exchanges are left out, always whole: an answer without its question misleads a model.
 * Questions that got no answer are left out as well.
 */
export function assembleMessages(exchanges: readonly Exchange[], prompt: string): ChatMessage[] {
  let messages: ChatMessage[] = [{ role: 'user', content: prompt }];
  let bytes = REQUEST_RESERVE_BYTES + sizeOf(messages);
  for (const exchange of exchanges.toReversed()) {
    if (exchange.answer === '') continue;
    const pair: ChatMessage[] = [
      { role: 'user', content: exchange.prompt },
      { role: 'assistant', content: exchange.answer },
    ];
    bytes += sizeOf(pair);
    if (bytes > BODY_BYTES_MAX || messages.length + pair.length > MESSAGES_MAX || !fitsOneByOne(pair)) break;
    messages = [...pair, ...messages];
  }
  return messages;
}

function sizeOf(messages: readonly ChatMessage[]): number {
  return encoder.encode(JSON.stringify(messages)).length;
}

function fitsOneByOne(messages: readonly ChatMessage[]): boolean {
  return messages.every(({ content }) => content.length <= MESSAGE_CHARS_MAX);
}
