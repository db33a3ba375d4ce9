import type Anthropic from '@anthropic-ai/sdk';
import type OpenAI from 'openai';

export type ChatChunk = OpenAI.Chat.ChatCompletionChunk;
export type ResponseEvent = OpenAI.Responses.ResponseStreamEvent;
export type MessageEvent = Anthropic.RawMessageStreamEvent;

/** Everything a stream yielded, and the error it ended with, if it did. */
export interface ReadStream<Event> {
  events: Event[];
  error: unknown;
}

export async function readStream<Event>(stream: AsyncIterable<Event>): Promise<ReadStream<Event>> {
  const events: Event[] = [];
  try {
    for await (const event of stream) events.push(event);
    return { events, error: undefined };
  } catch (error) {
    return { events, error };
  }
}

export function chatText(events: readonly ChatChunk[]): string {
  return events.map(({ choices }) => choices[0]?.delta.content ?? '').join('');
}

export function responseText(events: readonly ResponseEvent[]): string {
  return events.map((event) => (event.type === 'response.output_text.delta' ? event.delta : '')).join('');
}

export function messageText(events: readonly MessageEvent[]): string {
  return events
    .map((event) =>
      event.type === 'content_block_delta' && event.delta.type === 'text_delta' ? event.delta.text : '',
    )
    .join('');
}
