import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { fetchLines, LINE_BYTES_MAX } from './bound-lines.ts';

/** A server that answers with these pieces, each a write of its own. */
async function serve(pieces: readonly string[]): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(418, { 'x-name': 'value' });
    for (const piece of pieces) response.write(piece);
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const HALF = 'x'.repeat(LINE_BYTES_MAX / 2);

test('lines up to the bound pass unchanged, with the status and the headers', async () => {
  const pieces = [HALF, HALF, '\nshort\n', HALF, HALF, '\n'];
  const response = await fetchLines(await serve(pieces));
  expect([response.status, response.headers.get('x-name')]).toEqual([418, 'value']);
  expect(await response.text()).toBe(pieces.join(''));
});

test('invariant 11: a longer line is no answer', async () => {
  const response = await fetchLines(await serve(['short\n', HALF, HALF, 'x']));
  await expect(response.text()).rejects.toMatchObject({ failure: { code: 'provider_malformed' } });
});
