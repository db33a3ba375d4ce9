import { randomUUID } from 'node:crypto';
import { taskKey } from '@continuo/shared/redis/keys';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generate, oneTo, readStream, seqsOf } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { STACK_START_MS } from '../support/test-stack.ts';
import { startAnswers, untilStreaming, type Answer } from './support/answers.ts';
import { judgeAnswers } from './support/judge-answers.ts';
import { setStage, type Stage } from './support/stage.ts';

const TEST_MS = 120_000;

let stage: Stage;

beforeAll(async () => {
  // Heartbeats come often enough to be seen in a pause.
  stage = await setStage({ env: { HEARTBEAT_MS: '200' } });
}, STACK_START_MS);

afterAll(() => stage?.dispose());

async function finishedAnswer(): Promise<Answer> {
  const [answer] = await startAnswers(stage, { count: 1, model: 'sim-writer@tps=2000,tokens=40' });
  if (!answer) throw new Error('there is no answer');
  await Promise.all(answer.readings);
  await eventually(
    () => stage.logs.redis.hmget(taskKey(answer.taskId), 'seq', 'persisted'),
    ([seq, persisted]) => seq === persisted,
  );
  return answer;
}

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${stage.stack.url}${path}`, { headers });
}

async function expectUnavailable(response: Promise<Response>): Promise<void> {
  const { status, headers } = await response;
  expect([status, headers.get('retry-after')]).toEqual([503, '1']);
}

test(
  'fault 20: without Redis finished answers are served from Postgres; nothing else is answered as if it were known',
  {
    timeout: TEST_MS,
  },
  async () => {
    const { url } = stage.stack;
    const done = await finishedAnswer();
    const before = await Promise.all(
      ['status', 'result', 'chunks'].map(async (name) =>
        (await get(`/api/chat/${name}/${done.taskId}`)).text(),
      ),
    );
    const running = await startAnswers(stage, { count: 2, model: 'sim-writer@tps=40,tokens=300' });
    await untilStreaming(stage, running);
    const watched = running[0]?.taskId ?? '';
    const watching = await get(`/api/chat/stream/${watched}`);
    const { pid } = stage.stack.process('redis');

    process.kill(pid, 'SIGSTOP');
    try {
      const unknown = `t0_${randomUUID().replaceAll('-', '')}`;
      await Promise.all([
        expectUnavailable(get(`/api/chat/status/${watched}`)),
        expectUnavailable(get(`/api/chat/stream/${watched}`)),
        expectUnavailable(get(`/api/chat/status/${unknown}`)),
      ]);
      // What was on its way when Redis fell silent may arrive after all: hence Idempotency-Key. This one is not.
      const refused = fetch(`${url}/api/chat/generate`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ prompt: 'refused while Redis was away' }),
      });
      await expectUnavailable(refused);
      const during = await Promise.all(
        ['status', 'result', 'chunks'].map(async (name) =>
          (await get(`/api/chat/${name}/${done.taskId}`)).text(),
        ),
      );
      expect(during).toEqual(before);
      const replay = await readStream(url, done.taskId);
      expect(replay.status).toBe(200);
      expect(seqsOf(replay.events)).toEqual(oneTo(replay.events.length));
      expect(replay.events.at(-1)?.event).toBe('completed');
      const complete = await get(`/api/chat/stream/${done.taskId}`, {
        'last-event-id': replay.events.at(-1)?.id ?? '',
      });
      expect(complete.status).toBe(204);
      expect(await (await get('/api/chat/list')).text()).toContain(done.taskId);
      const cancelled = await fetch(`${url}/api/chat/cancel/${done.taskId}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
      });
      expect(await cancelled.json()).toMatchObject({ status: 'completed', cancel_requested: false });
    } finally {
      process.kill(pid, 'SIGCONT');
    }

    expect(await watching.text()).toMatch(/: heartbeat[^]+event: completed/);
    const { figures } = await judgeAnswers(stage, running);
    expect(figures).toMatchObject({ complaints: [], lost: 0, wrongEntries: 0, boughtAgain: 0 });
    // Later tasks are answered, and the refused one was not accepted behind its sender's back.
    await generate(url, { prompt: 'accepted when Redis was back' });
    await eventually(
      async () => (await get('/api/chat/list')).text(),
      (list) => list.includes('accepted when Redis was back'),
    );
    expect(await (await get('/api/chat/list')).text()).not.toContain('refused while Redis was away');
  },
);
