import { connect } from 'node:net';

/** A reply as it came over the wire. */
export interface RawReply {
  status: number;
  headers: string;
  body: string;
}

/**
 * Sends bytes as they are, for requests that no client would make, and reads until the server closes.
 *
 * @param keepOpen leave our side open, as a client that goes on sending would
 */
export function sendRaw(port: number, bytes: string | Buffer, keepOpen = false): Promise<RawReply> {
  const { promise, resolve, reject } = Promise.withResolvers<RawReply>();
  const socket = connect(port, '127.0.0.1');
  const pieces: Buffer[] = [];
  socket.on('data', (piece: Buffer) => pieces.push(piece));
  socket.on('error', reject);
  socket.on('close', () => {
    const text = Buffer.concat(pieces).toString('utf8');
    const [head = '', body = ''] = text.split(/\r\n\r\n(.*)/s);
    resolve({ status: Number(/^HTTP\/1.1 (\d{3})/.exec(head)?.[1]), headers: head.toLowerCase(), body });
  });
  if (keepOpen) socket.write(bytes);
  else socket.end(bytes);
  return promise;
}

/** A request with `Connection: close`; headers are sent as given, also twice or malformed. */
export function rawRequest(method: string, target: string, headers: readonly string[], body = ''): Buffer {
  const lines = [`${method} ${target} HTTP/1.1`, 'Host: 127.0.0.1', 'Connection: close', ...headers, '', ''];
  return Buffer.from(lines.join('\r\n') + body, 'utf8');
}
