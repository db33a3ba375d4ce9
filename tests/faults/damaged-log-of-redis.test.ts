import { appendFileSync, closeSync, openSync, readdirSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { makeRedis } from '@continuo/shared/redis/connection';
import { onTestFinished, test } from 'vitest';
import { startPrivateRedis, type PrivateRedis } from '../support/private-redis.ts';

const ENTRIES = 200;

/** A Redis that has acknowledged some entries and was stopped. */
async function stoppedRedis(): Promise<PrivateRedis> {
  const server = await startPrivateRedis();
  onTestFinished(server.dispose);
  const redis = makeRedis(server.url, 'command', () => undefined);
  await Promise.all(
    Array.from({ length: ENTRIES }, (_, i) => redis.xadd('log', `${i + 1}-0`, 'text', 'a word')),
  );
  redis.disconnect();
  await server.stop();
  return server;
}

/** The file that the last writes went to. */
function logFileOf({ folder }: PrivateRedis): string {
  const parts = readdirSync(join(folder, 'appendonlydir'));
  const name = parts.find((part) => part.endsWith('.incr.aof'));
  if (name === undefined) throw new Error(`no log in ${parts.join(', ')}`);
  return join(folder, 'appendonlydir', name);
}

test('fault 26: a log that ends in half a write is read, and nothing that was acknowledged is missing', async ({
  expect,
}) => {
  const server = await stoppedRedis();
  appendFileSync(logFileOf(server), '*5\r\n$4\r\nXADD\r\n$3\r\nlog\r\n$5\r\n201');

  await server.start();

  const redis = makeRedis(server.url, 'command', () => undefined);
  onTestFinished(() => redis.disconnect());
  expect(await redis.xlen('log')).toBe(ENTRIES);
  expect(await redis.xadd('log', '201-0', 'text', 'the next')).toBe('201-0');
});

test('fault 26: a log that is damaged in the middle is not read, and a sentence says so and where to read on', async ({
  expect,
}) => {
  const server = await stoppedRedis();
  const file = logFileOf(server);
  const log = openSync(file, 'r+');
  writeSync(log, Buffer.alloc(64, 'x'), 0, 64, Math.floor(statSync(file).size / 2));
  closeSync(log);

  await expect(server.start()).rejects.toThrow(
    `The log of Redis in ${server.folder} is damaged: it does not start until that is mended; see docs/OPERATING.md, "Redis refuses to start".`,
  );
});
