import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A provider at wire level (OpenAI chat completions) that writes the beginning of an answer at once, the rest at a pace. */
export interface PacedProvider {
  /** For OPENAI_BASE_URL. */
  url: string;
  /** How it answers from now on. */
  setAnswer: (answer: PacedAnswer) => void;
  close: () => Promise<void>;
}

export interface PacedAnswer {
  /** What is there at once. */
  head: string;
  /** What comes behind it, one by one. */
  tokens: readonly string[];
  tokensPerSecond: number;
}

const TICK_MS = 5;

export async function startPacedProvider(): Promise<PacedProvider> {
  let answer: PacedAnswer = { head: '', tokens: [], tokensPerSecond: 1 };
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => write(response, answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    setAnswer: (next) => {
      answer = next;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function write(response: ServerResponse, { head, tokens, tokensPerSecond }: PacedAnswer): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(frame({ content: head }, null));
  const startedMs = performance.now();
  let written = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startedMs) * tokensPerSecond) / 1_000);
    for (; written < Math.min(due, tokens.length); written++) {
      response.write(frame({ content: tokens[written] ?? '' }, null));
    }
    if (written < tokens.length) return;
    clearInterval(timer);
    response.end(`${frame({}, 'stop')}data: [DONE]\n\n`);
  }, TICK_MS);
  response.on('close', () => clearInterval(timer));
}

function frame(delta: object, finishReason: 'stop' | null): string {
  const choice = { index: 0, delta, finish_reason: finishReason };
  const chunk = {
    id: 'paced',
    object: 'chat.completion.chunk',
    created: 0,
    model: 'paced',
    choices: [choice],
  };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}
