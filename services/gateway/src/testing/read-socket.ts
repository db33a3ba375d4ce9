import { once } from 'node:events';
import { WebSocket, type ClientOptions } from 'ws';

/** A text message of a task's WebSocket. */
export interface SocketMessage {
  /** The cursor to come back with. */
  id: string;
  event: string;
  data: Record<string, unknown>;
}

/** What one connection brought, and how it ended. */
export interface SocketReading {
  messages: SocketMessage[];
  /** 1006: it broke. */
  code: number;
  reason: string;
}

export interface ReadSocketOptions extends ClientOptions {
  /** Cut the connection once this many messages came. */
  cutAfter?: number;
  /** Called with the number of messages so far. */
  onMessage?: (count: number) => void;
}

/** Reads until the server closes, or cuts. */
export async function readSocket(url: string, options: ReadSocketOptions = {}): Promise<SocketReading> {
  const { cutAfter = Infinity, onMessage, ...clientOptions } = options;
  const socket = new WebSocket(url.replace('http', 'ws'), clientOptions);
  const messages: SocketMessage[] = [];
  // Whatever breaks it, its end is told by the code.
  socket.on('error', () => undefined);
  socket.on('message', (text: Buffer) => {
    if (messages.length >= cutAfter) return;
    messages.push(JSON.parse(text.toString('utf8')) as SocketMessage);
    onMessage?.(messages.length);
    if (messages.length >= cutAfter) socket.terminate();
  });
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
  return { messages, code, reason: reason.toString('utf8') };
}
