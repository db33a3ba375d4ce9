import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A provider at wire level (OpenAI chat completions) whose every answer is one text, a character at a time. */
export interface FixedProvider {
  /** For OPENAI_BASE_URL. */
  url: string;
  /** What it answers from now on. */
  setText: (text: string) => void;
  close: () => Promise<void>;
}

export async function startFixedProvider(): Promise<FixedProvider> {
  let text = '';
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => void answer(response, text));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    setText: (next) => {
      text = next;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(response: ServerResponse, text: string): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const content of text) {
    // One write and one turn of the event loop for each part: they arrive as apart as they can.
    await new Promise((written) => response.write(frame({ content }, null), () => setImmediate(written)));
  }
  response.end(`${frame({}, 'stop')}data: [DONE]\n\n`);
}

function frame(delta: object, finishReason: 'stop' | null): string {
  const choice = { index: 0, delta, finish_reason: finishReason };
  const chunk = {
    id: 'fixed',
    object: 'chat.completion.chunk',
    created: 0,
    model: 'fixed',
    choices: [choice],
  };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}
