import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import { createParser } from 'eventsource-parser';

interface ChatChunk {
  choices?: { delta?: { content?: string | null } }[];
}

/**
 * Streams an answer as chat completions. A clean end is taken for success, as it is in such programs.
 *
 * @param name of the call
 */
export async function streamFromSimulator(
  url: string,
  name: string,
  { model, messages }: ChatRequest,
  take: (text: string) => Promise<void>,
): Promise<'completed' | 'failed'> {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-client-request-id': name,
      authorization: 'Bearer simulator',
    },
    body: JSON.stringify({ model, messages, stream: true }),
  });
  if (!response.ok || !response.body) return 'failed';
  const texts: string[] = [];
  const parser = createParser({
    onEvent: ({ data }) => {
      if (data === '[DONE]') return;
      const text = (JSON.parse(data) as ChatChunk).choices?.[0]?.delta?.content;
      if (text) texts.push(text);
    },
  });
  const decoder = new TextDecoder();
  for await (const bytes of response.body) {
    parser.feed(decoder.decode(bytes, { stream: true }));
    for (const text of texts.splice(0)) await take(text);
  }
  return 'completed';
}
