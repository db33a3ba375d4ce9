import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { findRedis } from '@continuo/deploy/local-stack/find-redis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generate, readToTheEnd } from '../support/api.ts';
import { STACK_START_MS, startTestStack, type TestStack } from '../support/test-stack.ts';

const run = promisify(execFile);
const PAGE = new URL('../../docs/inspecting-with-redis-cli.md', import.meta.url);

let stack: TestStack;
let taskId: string;

beforeAll(async () => {
  stack = await startTestStack();
  const reply = await generate(stack.url, { prompt: 'look inside', model: 'sim-writer@tps=0,tokens=100' });
  taskId = reply.task_id;
  await readToTheEnd(stack.urls, taskId);
}, STACK_START_MS);

afterAll(async () => {
  await stack?.dispose();
});

/** One command, as a person at a shell would send it. */
async function redisCli(args: readonly string[]): Promise<string> {
  const { cli, env } = await findRedis(() => undefined);
  if (cli === undefined) throw new Error('there is no redis-cli beside the redis-server');
  // -e: an error reply is an exit code.
  const { stdout } = await run(cli, ['-e', '-u', stack.redisUrl, ...args], { env });
  return stdout.trim();
}

async function readCommands(): Promise<string[][]> {
  const page = await readFile(PAGE, 'utf8');
  const blocks = [...page.matchAll(/```redis\n(.*?)```/gs)].map((match) => match[1] ?? '');
  return blocks.flatMap((block) =>
    block
      .trim()
      .split('\n')
      .map((command) => command.replaceAll('$TASK', taskId).split(' ')),
  );
}

test('every command of the page runs against a stack with one finished task', async () => {
  const commands = await readCommands();
  expect(commands.length).toBeGreaterThan(20);
  for (const command of commands) await expect(redisCli(command)).resolves.not.toMatch(/^\(?error/i);
});

test('the log, the record and the cache are found where the page says', async () => {
  const task = `chat:{0}:task:${taskId}`;
  expect(await redisCli(['XRANGE', `${task}:entries`, '-', '+'])).toContain('attempt_started');
  expect(await redisCli(['HGET', task, 'status'])).toBe('completed');
  const hash = await redisCli(['HGET', task, 'request_hash']);
  expect(await redisCli(['GET', `chat:{0}:cache:${hash}`])).toBe(taskId);
});
