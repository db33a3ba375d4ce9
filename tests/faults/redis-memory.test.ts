import { taskKey } from '@continuo/shared/redis/keys';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { generate, getStatus } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { STACK_START_MS } from '../support/test-stack.ts';
import { startAnswers, untilStreaming, type Answer } from './support/answers.ts';
import { judgeAnswers } from './support/judge-answers.ts';
import { setStage, type Stage } from './support/stage.ts';

const MODEL = 'sim-writer@tps=60,tokens=200';

let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
}, STACK_START_MS);

afterEach(() => limitMemory(0));

afterAll(() => stage?.dispose());

async function limitMemory(bytes: number): Promise<void> {
  await stage.logs.redis.config('SET', 'maxmemory', bytes);
}

async function usedMemory(): Promise<number> {
  return Number(/^used_memory:(\d+)/m.exec(await stage.logs.redis.info('memory'))?.[1]);
}

/** What a new task is answered with. */
async function ask(): Promise<{ status: number; code: string | undefined; retryAfter: string | null }> {
  const response = await fetch(`${stage.stack.url}/api/chat/generate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prompt: 'one more', model: 'sim-writer@tokens=1', cache: false }),
  });
  const { code } = (await response.json()) as { code?: string };
  return { status: response.status, code, retryAfter: response.headers.get('retry-after') };
}

async function untilShed(): Promise<void> {
  const refused = await eventually(ask, ({ status }) => status !== 202);
  expect(refused).toEqual({ status: 503, code: 'no_room', retryAfter: '1' });
}

async function cancel({ taskId }: Answer): Promise<void> {
  const response = await fetch(`${stage.stack.url}/api/chat/cancel/${taskId}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  });
  expect(response.status).toBe(200);
  await eventually(
    () => getStatus(stage.stack.url, taskId),
    ({ status }) => status === 'cancelled',
  );
}

async function expectWhole(answers: readonly Answer[]): Promise<void> {
  const { figures } = await judgeAnswers(stage, answers);
  expect(figures).toMatchObject({ complaints: [], lost: 0, wrongEntries: 0, boughtAgain: 0 });
}

function readSeqs(answers: readonly Answer[]): Promise<(string | null)[]> {
  return Promise.all(answers.map(({ taskId }) => stage.logs.redis.hget(taskKey(taskId), 'seq')));
}

test('fault 21: new tasks are shed before Redis is full; what was accepted, cancels and reads go on', async () => {
  const key = { 'Idempotency-Key': 'accepted-in-time' };
  const known = { prompt: 'known', model: MODEL };
  const accepted = await generate(stage.stack.url, known, key);
  const [cancelled, ...others] = await startAnswers(stage, { count: 4, model: MODEL });
  if (!cancelled) throw new Error('there is no answer');
  await untilStreaming(stage, [cancelled, ...others]);

  await limitMemory(Math.ceil((await usedMemory()) * 1.2));
  await untilShed();

  expect(await generate(stage.stack.url, known, key)).toEqual(accepted);
  await cancel(cancelled);
  const ready = await fetch(`${stage.stack.url}/health/ready`);
  expect(ready.status).toBe(200);
  expect(await ready.json()).toMatchObject({
    checks: [{ name: 'redis' }, { name: 'postgres' }, { name: 'memory', ok: false, critical: false }],
  });
  await expectWhole(others);

  await limitMemory(0);
  await eventually(ask, ({ status }) => status === 202);
});

test('fault 21: with no memory left running answers wait, end when told to, and go on when there is room', async () => {
  const [cancelled, ...others] = await startAnswers(stage, { count: 4, model: MODEL });
  if (!cancelled) throw new Error('there is no answer');
  await untilStreaming(stage, [cancelled, ...others]);

  await limitMemory(1);
  const before = await readSeqs(others);
  await untilShed();
  await cancel(cancelled);
  expect(await readSeqs(others)).toEqual(before);

  await limitMemory(0);
  await expectWhole(others);
});
