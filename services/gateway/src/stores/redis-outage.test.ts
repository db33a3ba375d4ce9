import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { makeRedis } from '@continuo/shared/redis/connection';
import { expect, onTestFinished, test } from 'vitest';
import { isRedisOutage } from './redis-outage.ts';

/** Speaks as much of Redis' protocol as it takes to answer the first of some commands, and dies. */
async function serveHalfAPipeline(): Promise<string> {
  const server = createServer((socket) => {
    socket.on('data', (bytes) => {
      const sent = bytes.toString();
      if (sent.includes('first')) socket.end('$1\r\nx\r\n', () => socket.destroy());
      else for (const _ of sent.matchAll(/^\*\d+\r$/gm)) socket.write('+OK\r\n');
    });
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `redis://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('commands that Redis died before it answered, while others were, met an outage', async () => {
  const redis = makeRedis(await serveHalfAPipeline(), 'command', () => undefined);
  onTestFinished(() => redis.disconnect());
  await redis.ping();
  const [first, second] = await Promise.allSettled([redis.get('first'), redis.get('second')]);
  expect(first).toMatchObject({ status: 'fulfilled', value: 'x' });
  expect(second).toMatchObject({ status: 'rejected', reason: { name: 'AbortError' } });
  expect(second.status === 'rejected' && isRedisOutage(second.reason)).toBe(true);
});
