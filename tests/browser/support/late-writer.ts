import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What the late writer writes: it must be nowhere on the page. */
export const LATE_TEXT = ' written by a holder that had been given up ';

/**
 * A way to a gateway on which, as soon as an answer has its second holder, an entry of the first one arrives: what
 * a writer would send that had not heard of being fenced off. Ends with the test.
 *
 * @returns its address
 */
export async function openWayOfLateWriter(gatewayUrl: string): Promise<string> {
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const onward = request(new URL(url ?? '/', gatewayUrl), { method, headers }, (reply) => {
      outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
      if (url?.startsWith('/api/chat/stream/')) injectLateEntry(reply, outgoing);
      else reply.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function injectLateEntry(reply: IncomingMessage, outgoing: ServerResponse): void {
  let rest = '';
  reply.setEncoding('utf8');
  reply.on('data', (text: string) => {
    const frames = (rest + text).split('\n\n');
    rest = frames.pop() ?? '';
    for (const frame of frames) outgoing.write(`${frame}\n\n${lateFrameAfter(frame)}`);
  });
  reply.on('close', () => outgoing.destroy());
}

/** Next in order, so that nothing but its epoch tells that it must not count. */
function lateFrameAfter(frame: string): string {
  if (!/^event: ?attempt_started$/m.test(frame)) return '';
  const seq = Number(/^id: ?(\d+)-/m.exec(frame)?.[1]);
  const { epoch, at } = JSON.parse(/^data: ?(.*)$/m.exec(frame)?.[1] ?? '{}') as {
    epoch: number;
    at: number;
  };
  if (epoch === 1) return '';
  const late = { type: 'chunk', epoch: 1, at, chunk_id: seq, text: LATE_TEXT };
  return `id: ${seq + 1}-0\nevent: chunk\ndata: ${JSON.stringify(late)}\n\n`;
}
