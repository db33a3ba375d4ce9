import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '@continuo/deploy/local-stack/free-port';
import type { DeadDetailReply, DeadListReply } from '@continuo/shared/protocol/dead-letter-api';
import type { GenerateReply } from '@continuo/shared/protocol/http-api';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import { makePostgres } from '@continuo/shared/postgres/connection';
import { makeRedis, type Redis } from '@continuo/shared/redis/connection';
import { entriesKey, taskKey } from '@continuo/shared/redis/keys';
import { readTaskRecord } from '@continuo/shared/redis/task-record';
import { expectedAnswer } from '@continuo/simulator/model-name';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { answerOf, generate, getStatus, readToTheEnd } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { STACK_START_MS, startTestStack, type TestStack } from '../support/test-stack.ts';

const TEST_MS = 60_000;
const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const SETTINGS = '@tps=0,tokens=300';
const NEVER_WAS = 't0_019aa0c25f3e7d1cb0a1c2d3e4f50617';

let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack({ generators: 2, restartDelayMsMax: 100, env: { LEASE_MS: '1500' } });
}, STACK_START_MS);

afterAll(async () => {
  await stack?.dispose();
});

interface Ran {
  code: number | null;
  out: string;
  err: string;
}

/** What `npm run dead -- <args>` runs. */
function dead(
  args: readonly string[],
  env: Record<string, string> = { DATA_DIR: stack.dataDir },
): Promise<Ran> {
  const child = spawn(process.execPath, ['deploy/dead-letters/main.ts', '', ...args], {
    cwd: REPOSITORY,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ran: Ran = { code: null, out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (part: string) => (ran.out += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (ran.err += part));
  return new Promise((resolve) => child.once('close', (code) => resolve({ ...ran, code })));
}

async function deadJson<Reply>(...args: string[]): Promise<Reply> {
  const { code, out, err } = await dead([...args, '--json']);
  if (code !== 0) throw new Error(err);
  return JSON.parse(out) as Reply;
}

function openRedis(): Redis {
  const redis = makeRedis(stack.redisUrl, 'command', () => undefined);
  onTestFinished(() => redis.disconnect());
  return redis;
}

/** The first call to the provider breaks off in mid-answer; those after it get this fault. */
async function breakOffThen(prompt: string, fault: string, times: number): Promise<void> {
  await stack.simulator.addPlan({ match: { prompt }, plan: { fault: 'reset:60' } });
  await stack.simulator.addPlan({ match: { prompt }, times, plan: { fault, retry_after: 60 } });
}

/** A task that a provider leaves in mid-answer and then puts off for longer than anybody waits. */
async function exhaust(model: string, prompt: string): Promise<{ task_id: TaskId; kept: string }> {
  await breakOffThen(prompt, '429', 1);
  const { task_id } = await generate(stack.url, { prompt, model: model + SETTINGS });
  const events = await readToTheEnd(stack.urls, task_id);
  expect(events.at(-1)?.event).toBe('failed');
  return { task_id: task_id as TaskId, kept: answerOf(events) };
}

/** Retries, reads it to its end, and sees that the whole answer is there and none of the kept text was bought again. */
async function retryToTheEnd(deadTaskId: string, model: string, prompt: string, kept: string) {
  const before = await stack.simulator.readLedger({ prompt });
  const retry = await deadJson<GenerateReply>('retry', deadTaskId);
  const events = await readToTheEnd(stack.urls, retry.task_id);
  expect(events.at(-1)?.event).toBe('completed');
  expect(answerOf(events)).toBe(expectedAnswer(model + SETTINGS, prompt).text);
  const begun = events.findIndex(({ event }) => event === 'attempt_started');
  expect(answerOf(events.slice(0, begun))).toBe(kept);
  const started = JSON.parse(events[begun]?.data ?? '{}') as { strategy: string; kept_chunks: number };
  expect(started.kept_chunks).toBe(begun - 1);
  const after = await stack.simulator.readLedger({ prompt });
  const calls = after.calls.slice(before.calls.length);
  expect(calls[0]?.first_char).toBe(kept.length);
  expect(calls.every((call) => call.first_char >= kept.length)).toBe(true);
  return { retry, strategy: started.strategy };
}

describe('a task that exhausts its budget', () => {
  test.each([
    ['sim-writer', 'prefill'],
    ['sim-claude', 'continue'],
  ])(
    'of %s keeps its text, is listed, tells why, and is retried by %s without buying that text again',
    async (model, strategy) => {
      const prompt = `given up, retried by ${strategy}\nsecond line`;
      const { task_id, kept } = await exhaust(model, prompt);
      expect(kept.length).toBeGreaterThan(100);

      const { dead_letters } = await deadJson<DeadListReply>('list');
      expect(dead_letters[0]).toMatchObject({
        task_id,
        code: 'provider_rate_limited',
        attempts: 2,
        kept_characters: kept.length,
        prompt: `given up, retried by ${strategy}`,
      });
      expect((await dead(['list'])).out).toContain(task_id);
      const shown = await deadJson<DeadDetailReply>('show', task_id);
      expect(shown.text).toBe(kept);
      expect(shown.failures.map(({ code, followed_by }) => [code, followed_by])).toEqual([
        ['provider_interrupted', 'retry'],
        ['provider_rate_limited', 'end'],
      ]);

      const retried = await retryToTheEnd(task_id, model, prompt, kept);
      expect(retried.strategy).toBe(strategy);
      expect(await deadJson<GenerateReply>('retry', task_id)).toEqual(retried.retry);
      expect((await deadJson<DeadListReply>('list')).dead_letters).toEqual([]);
    },
    TEST_MS,
  );
});

test(
  'a task that ends its generators one after another is given up as poison, and its retry goes on from its text',
  async () => {
    const redis = openRedis();
    const prompt = 'ends its generators';
    const model = 'sim-writer';
    await breakOffThen(prompt, 'hang', 10);
    const { task_id } = await generate(stack.url, { prompt, model: model + SETTINGS });

    // The first attempt brings text. Then holder after holder is killed, until there is no further attempt.
    for (let attempt = 2; attempt <= 7; attempt += 1) {
      await eventually(
        () => getStatus(stack.url, task_id),
        (status) => status.attempt === attempt,
      );
      const record = await readTaskRecord(redis, task_id as TaskId);
      process.kill(Number(record?.holder?.split('-').at(-1)), 'SIGKILL');
    }
    const kept = answerOf(await readToTheEnd(stack.urls, task_id));

    const { out } = await dead(['show', task_id]);
    expect(out).toMatch(/why +poison: /);
    expect(out).toContain('then takeover');
    expect(out).toContain(kept);
    await stack.simulator.clearPlans();
    await retryToTheEnd(task_id, model, prompt, kept);
  },
  TEST_MS,
);

test(
  'all are retried at once; one that no store has any more is told and can be dropped',
  async () => {
    const redis = openRedis();
    const first = await exhaust('sim-writer', 'one of all');
    const second = await exhaust('sim-writer', 'another of all');
    const lost = await exhaust('sim-writer', 'forgotten everywhere');
    await eventually(
      () => readTaskRecord(redis, lost.task_id),
      (record) => record?.persistedSeq === record?.seq,
    );
    const postgres = makePostgres({ url: stack.databaseUrl, applicationName: 'tests', connectionsMax: 1 });
    onTestFinished(() => postgres.close());
    await postgres.run(({ sql }) => sql`delete from chat_tasks where id = ${lost.task_id}`);
    await redis.del(taskKey(lost.task_id), entriesKey(lost.task_id));

    const all = await dead(['retry', '--all']);
    expect(all.code).toBe(1);
    expect(all.out).toContain(`${first.task_id} is retried as `);
    expect(all.out).toContain(`${second.task_id} is retried as `);
    expect(all.out).toMatch(/\n2 retried, 1 refused\.\n$/);
    expect((await dead(['list'])).out).toContain('(gone; can only be dropped)');
    expect((await dead(['show', lost.task_id])).err).toMatch(/^t0_\w+: No store has the task any more/);
    expect(await dead(['drop', lost.task_id])).toMatchObject({
      code: 0,
      out: `${lost.task_id} is dropped.\n`,
    });
    expect((await dead(['list'])).out).toBe('There are no dead letters.\n');
  },
  TEST_MS,
);

test('whoever asks for nonsense gets one sentence and exit code 1', async () => {
  const nowhere = `http://127.0.0.1:${await findFreePort()}`;
  const refusals = await Promise.all([
    dead(['bury']),
    dead(['show', 'x']),
    dead(['show', NEVER_WAS]),
    dead(['list', '--before', 'x']),
    dead(['list'], { CONTINUO_URL: nowhere }),
    dead(['list'], { CONTINUO_URL: stack.simulatorUrl ?? '' }),
  ]);
  expect(refusals.map(({ code, out }) => [code, out])).toEqual(refusals.map(() => [1, '']));
  expect(refusals.map(({ err }) => err)).toEqual([
    expect.stringMatching(/^"bury" is no command\. Usage: .*\n$/),
    expect.stringMatching(/^"x" is no task id: .*\n$/),
    `${NEVER_WAS}: There is no dead letter of such a task.\n`,
    expect.stringMatching(/^Some fields are not valid\. \/before: .*\n$/),
    expect.stringMatching(/^No Continuo answers at http.*\n$/),
    expect.stringMatching(/^What answers at http.* is no Continuo of this version\.\n$/),
  ]);
});
