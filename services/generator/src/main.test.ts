import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import { decodeEntry, type EntryOf } from '@continuo/shared/protocol/entry';
import { answerText, type TaskView } from '@continuo/shared/protocol/fold-task';
import type { TaskRef } from '@continuo/shared/redis/transitions';
import { readLog, readPending } from '@continuo/shared/redis/testing/test-task';
import { useRedis } from '@continuo/shared/redis/testing/use-redis';
import { expectedAnswer } from '@continuo/simulator/model-name';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makeRequest, submitRequest, untilEnded, untilView } from './testing/test-request.ts';
import { useSimulator } from './testing/use-simulator.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
/** A bound for hanging tests: processes have to start. */
const TIMEOUT_MS = 60_000;
const TERMINALS = ['completed', 'failed', 'cancelled'];

const store = useRedis();
const simulator = useSimulator();

function startProcess(env: Record<string, string>): ChildProcess {
  const child = fork(MAIN, { env: { PATH: process.env['PATH'], ...env }, silent: true, execArgv: [] });
  // What it logs must not fill the pipe.
  child.stdout?.resume();
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function startGenerator(env: Record<string, string> = {}): Promise<ChildProcess> {
  const child = startProcess({
    REDIS_URL: store.url,
    SIMULATOR_URL: simulator.url,
    LEASE_MS: '1000',
    ...env,
  });
  const [message] = (await once(child, 'message')) as [unknown];
  expect(message).toMatchObject({ type: 'ready' });
  return child;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<unknown[]> {
  const exited = once(child, 'exit');
  child.kill(signal);
  return exited;
}

async function readAttempts(task: TaskRef): Promise<EntryOf<'attempt_started'>[]> {
  const log = (await readLog(store.redis, task)).map(decodeEntry);
  return log.filter((entry) => entry.type === 'attempt_started');
}

/** Which of the processes holds a task, told from its last attempt. */
async function findHolder(task: TaskRef, children: readonly ChildProcess[]): Promise<ChildProcess> {
  const worker = (await readAttempts(task)).at(-1)?.worker;
  const holder = children.find((child) => worker?.endsWith(`-${child.pid}`));
  if (!holder) throw new Error(`${worker} is none of ours`);
  return holder;
}

function hasText(view: TaskView): boolean {
  return view.chunks.length > 0;
}

/** The whole answer, dense, and one terminal entry, the last. */
async function expectWhole(task: TaskRef, request: ChatRequest): Promise<void> {
  const view = await untilEnded(store, task);
  const log = await readLog(store.redis, task);
  expect(answerText(view)).toBe(expectedAnswer(request.model, request.messages[0]?.content ?? '').text);
  expect(log.map((entry) => entry.seq)).toEqual(log.map((_, i) => i + 1));
  const ends = log.filter((entry) => TERMINALS.includes(entry.type));
  expect(ends).toEqual([log.at(-1)]);
}

describe('a generator that is killed in the middle of answers', { timeout: TIMEOUT_MS }, () => {
  test('invariants 1 and 2: loses its tasks to another, which brings them all to their end', async () => {
    const generators = await Promise.all([startGenerator(), startGenerator()]);
    const requests = Array.from({ length: 10 }, () => makeRequest('sim-writer@tokens=250,tps=80'));
    const tasks = await Promise.all(requests.map((request) => submitRequest(store, request)));
    await Promise.all(tasks.map((task) => untilView(store, task, hasText)));
    const [first] = tasks;
    if (!first) throw new Error('no task');
    const victim = await findHolder(first, generators);

    expect(await end(victim, 'SIGKILL')).toEqual([null, 'SIGKILL']);

    for (const [i, task] of tasks.entries()) await expectWhole(task, requests[i] ?? makeRequest());
    expect((await readAttempts(first)).length).toBeGreaterThan(1);
    expect(await readPending(store.redis)).toEqual([]);
  });

  test('invariant 8: still has its cancelled task ended by another', async () => {
    const generators = await Promise.all([startGenerator(), startGenerator()]);
    const request = makeRequest('sim-writer@tokens=5000,tps=80');
    const task = await submitRequest(store, request);
    await untilView(store, task, hasText);
    const victim = await findHolder(task, generators);
    victim.kill('SIGSTOP');
    expect(await store.transitions.cancel(task)).toEqual({ tag: 'requested' });
    await end(victim, 'SIGKILL');
    expect((await untilEnded(store, task)).status).toBe('cancelled');
    // Nobody asked a provider again.
    const types = (await readLog(store.redis, task)).map((entry) => entry.type);
    expect(types.slice(types.indexOf('cancel_requested'))).toEqual(['cancel_requested', 'cancelled']);
  });

  test('invariant 3: writes nothing more when it was only paused for longer than its lease', async () => {
    const generators = await Promise.all([startGenerator(), startGenerator()]);
    const request = makeRequest('sim-writer@tokens=250,tps=80');
    const task = await submitRequest(store, request);
    await untilView(store, task, hasText);
    const paused = await findHolder(task, generators);
    paused.kill('SIGSTOP');
    await untilView(store, task, (view) => view.epoch > 1);
    paused.kill('SIGCONT');
    await expectWhole(task, request);
    // It lives on, and takes new work.
    const others = await Promise.all([1, 2, 3, 4].map(() => submitRequest(store, makeRequest())));
    await Promise.all(others.map((other) => untilEnded(store, other)));
    expect(await end(paused, 'SIGTERM')).toEqual([0, null]);
  });
});

describe('a generator that is asked to stop', { timeout: TIMEOUT_MS }, () => {
  test('lets its answers end first, and exits with 0', async () => {
    const generator = await startGenerator({ LEASE_MS: '60000' });
    const request = makeRequest('sim-writer@tokens=60,tps=80');
    const task = await submitRequest(store, request);
    await untilView(store, task, hasText);
    expect(await end(generator, 'SIGTERM')).toEqual([0, null]);
    await expectWhole(task, request);
    expect(await readAttempts(task)).toHaveLength(1);
  });

  test('hands its answers over when it may not wait; another goes on without waiting for the lease', async () => {
    const env = { DRAIN_MS: '0', LEASE_MS: '60000' };
    const generators = await Promise.all([startGenerator(env), startGenerator(env)]);
    const request = makeRequest('sim-background@tokens=250,tps=80');
    const task = await submitRequest(store, request);
    await untilView(store, task, hasText);
    const leaving = await findHolder(task, generators);
    expect(await end(leaving, 'SIGTERM')).toEqual([0, null]);
    await expectWhole(task, request);
    expect(await readAttempts(task)).toHaveLength(2);
    // The next holder attaches to the run of the first: nothing is bought twice, not even the input.
    const { calls } = await simulator.control.readLedger({ prompt: request.messages[0]?.content });
    expect(calls.map((call) => call.end)).toEqual(['completed']);
  });

  test('stops, too, when its parent is gone', async () => {
    const generator = await startGenerator();
    const exited = once(generator, 'exit');
    generator.disconnect();
    expect(await exited).toEqual([0, null]);
  });
});

describe('a generator that cannot start', { timeout: TIMEOUT_MS }, () => {
  test('for its environment tells every fault in a sentence and exits with 78', async () => {
    const child = startProcess({ LEASE_MS: 'soon', CONCURRENCY: '0', REDIS_URL: 'http://localhost' });
    if (!child.stderr) throw new Error('no stderr');
    const [said, exit] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect(exit).toEqual([78, null]);
    expect(said.trim().split('\n')).toEqual([
      'REDIS_URL is "http://localhost": it must be a redis:// URL.',
      'CONCURRENCY is "0": it must be from 1 to 10000.',
      'LEASE_MS is "soon": it must be a whole number.',
      expect.stringMatching(/^OPENAI_API_KEY is not set: set it, ANTHROPIC_API_KEY or SIMULATOR_URL/),
    ]);
  });

  test('because Redis is not there says so and exits with 1', async () => {
    const child = startProcess({ REDIS_URL: 'redis://127.0.0.1:1', SIMULATOR_URL: simulator.url });
    if (!child.stderr) throw new Error('no stderr');
    const [said, exit] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect(exit).toEqual([1, null]);
    expect(said).toContain('The service did not start: ');
  });
});
