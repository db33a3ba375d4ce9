import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encodeData, type EntryDraft, type StoredEntry } from '@continuo/shared/protocol/entry';
import { encodeEntries } from '@continuo/shared/protocol/sse';

/** A real HTTP server whose every reply a test has written down, for tests of the client. */
export interface ScriptedServer {
  url: string;
  /** The requests so far. */
  requests: { path: string; headers: IncomingMessage['headers']; body: string }[];
  close: () => Promise<void>;
}

export type Reply = (response: ServerResponse) => void;

/** @param replies one for each request in turn; the last answers all further ones */
export async function startScriptedServer(replies: readonly Reply[]): Promise<ScriptedServer> {
  const requests: ScriptedServer['requests'] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = '';
    for await (const piece of request) body += String(piece);
    const reply = replies[Math.min(requests.length, replies.length - 1)];
    requests.push({ path: request.url ?? '', headers: request.headers, body });
    reply?.(response);
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export function json(code: number, value: unknown, headers: Record<string, string> = {}): Reply {
  return (response) => {
    response.writeHead(code, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(value));
  };
}

export function status(code: number, headers: Record<string, string> = {}): Reply {
  return (response) => response.writeHead(code, headers).end();
}

export const cut: Reply = (response) => response.destroy();

/** Sends the text and then does as `ending` says: a clean end, a broken connection, or silence. */
export function stream(text: string, ending: 'end' | 'cut' | 'stall'): Reply {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(text, () => {
      if (ending === 'end') response.end();
      if (ending === 'cut') response.destroy();
    });
  };
}

/** Frames of entries that are numbered from `firstSeq`. */
export function frames(firstSeq: number, drafts: readonly EntryDraft[], epoch = 1): string {
  const entries = drafts.map((draft, index): StoredEntry => ({
    seq: firstSeq + index,
    incarnation: 0,
    epoch,
    at: 1_000 + index,
    type: draft.type,
    data: encodeData(draft),
  }));
  return encodeEntries(entries);
}

export const chunk = (chunkId: number, text: string): EntryDraft => ({
  type: 'chunk',
  chunk_id: chunkId,
  text,
});

export const cancelled: EntryDraft = { type: 'cancelled' };
