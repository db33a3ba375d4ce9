import { ServerResponse, type IncomingMessage, type RequestListener } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

/** A request to go on as a WebSocket that waits for its answer. */
interface Asked {
  socket: Duplex;
  /** What came behind its headers already. */
  head: Buffer;
}

/** What a client sends is dropped; a longer message than this ends the connection. */
const MESSAGE_BYTES_MAX = 1_024;

const asked = new WeakMap<IncomingMessage, Asked>();
const server = new WebSocketServer({
  noServer: true,
  clientTracking: false,
  // A client that pings and never reads would fill the buffer: pongs are sent only while there is room.
  autoPong: false,
  maxPayload: MESSAGE_BYTES_MAX,
});

/** Other upgrades are offers of the client; it is answered as if it had made none. */
export function asksForSocket({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket';
}

/** Has a request for a WebSocket answered like any other, so that it can be refused in the same words. */
export function answerUpgrade(
  listener: RequestListener,
  incoming: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const outgoing = new ServerResponse(incoming);
  outgoing.shouldKeepAlive = false;
  // Node has let go of the socket: without a listener, an error on it would end the process.
  socket.on('error', () => socket.destroy());
  outgoing.assignSocket(socket as Socket);
  outgoing.once('finish', () => socket.end());
  asked.set(incoming, { socket, head });
  listener(incoming, outgoing);
}

/** An open WebSocket, and the socket below it, which alone knows whether there is room. */
export interface OpenSocket {
  webSocket: WebSocket;
  socket: Duplex;
}

/**
 * Switches the connection of a request to a WebSocket. Undefined: the handshake was not one, and was answered with an
 * error.
 */
export function takeSocket(incoming: IncomingMessage, outgoing: ServerResponse): OpenSocket | undefined {
  const request = asked.get(incoming);
  if (!request) throw new Error('a request that asks for no WebSocket');
  const { socket, head } = request;
  outgoing.detachSocket(socket as Socket);
  let open: OpenSocket | undefined;
  server.handleUpgrade(incoming, socket, head, (webSocket) => {
    open = { webSocket, socket };
  });
  return open;
}
