import type { Operation } from './document.ts';
import type { ExampleRequest } from './example-requests.ts';
import { judgeReply } from './judge-reply.ts';

/** Sends a request as the document shows it. What is wrong with the reply, a sentence each. */
export async function tryExample(
  url: string,
  operation: Operation,
  request: ExampleRequest,
): Promise<string[]> {
  const faults = operation.responses['101']
    ? await openSocket(url + request.target)
    : await askOnce(url, operation, request);
  return faults.map((fault) => `${operation.name}: ${fault}`);
}

async function askOnce(
  url: string,
  operation: Operation,
  { target, headers, body }: ExampleRequest,
): Promise<string[]> {
  const leave = new AbortController();
  const response = await fetch(url + target, {
    method: operation.method,
    headers,
    body,
    signal: leave.signal,
  });
  const type = response.headers.get('content-type') ?? '';
  if (response.status >= 400) return [`its example is answered ${response.status}: ${await response.text()}`];
  const isEndless = type.startsWith('text/event-stream');
  const text = isEndless ? await readFirst(response) : await response.text();
  leave.abort();
  return judgeReply(operation, response.status, type, text);
}

/** A stream has begun well when something came. */
async function readFirst(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const part = await reader?.read();
  return new TextDecoder().decode(part?.value);
}

async function openSocket(url: string): Promise<string[]> {
  const socket = new WebSocket(url.replace('http', 'ws'));
  const { promise, resolve } = Promise.withResolvers<string[]>();
  socket.addEventListener('message', () => resolve([]));
  socket.addEventListener('close', ({ code, reason }) => resolve([`it was closed with ${code} ${reason}`]));
  socket.addEventListener('error', () => resolve(['it did not open']));
  const faults = await promise;
  socket.close();
  return faults;
}
