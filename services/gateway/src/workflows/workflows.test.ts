import { beforeEach, describe, expect, test } from 'vitest';
import type { GenerateReply } from '@continuo/shared/protocol/http-api';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import {
  historyReplySchema,
  workflowReplySchema,
  type HistoryReply,
  type WorkflowReply,
} from '@continuo/shared/protocol/workflow-api';
import type { Redis } from '@continuo/shared/redis/connection';
import { useStores } from '@continuo/tests/support/use-stores';
import { expireTask, mirrorTask } from '../testing/mirror-task.ts';
import { readFrames } from '../testing/read-frames.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { openAnswer, USAGE, writeDeadAnswer, writeWholeAnswer } from '../testing/write-answer.ts';

const stores = useStores();
let gateway: TestGateway;
let redis: Redis;

beforeEach(async () => {
  gateway = await startTestGateway(stores);
  redis = stores.openRedis();
});

async function ask(
  route: string,
  { method = 'GET', body, headers = {} }: { method?: string; body?: object; headers?: object } = {},
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${gateway.url}/api/workflows/${route}`, {
    method,
    headers: { ...(body && { 'Content-Type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

async function readWorkflow(taskId: TaskId): Promise<WorkflowReply> {
  const { status, body } = await ask(`${taskId}/status`);
  expect(status).toBe(200);
  return workflowReplySchema.parse(body);
}

async function readHistory(taskId: TaskId, query = ''): Promise<HistoryReply> {
  const { status, body } = await ask(`${taskId}/history?${query}`);
  expect(status).toBe(200);
  return historyReplySchema.parse(body);
}

async function runAgain(taskId: TaskId, options: Parameters<typeof ask>[1] = {}): Promise<GenerateReply> {
  const { status, body } = await ask(`${taskId}/run-again`, { method: 'POST', ...options });
  expect(status).toBe(202);
  return body as GenerateReply;
}

async function start(body: object): Promise<TaskId> {
  const reply = await ask('start', { method: 'POST', body });
  expect(reply.status).toBe(202);
  return (reply.body as { task_id: TaskId }).task_id;
}

describe('a workflow', () => {
  test('is a task: what is started here is seen there, with its chunks and result', async () => {
    const taskId = await start({ prompt: 'go' });
    await writeWholeAnswer(redis, taskId, ['an ', 'answer']);
    for (const what of ['chunks', 'result']) {
      const chat = await (await fetch(`${gateway.url}/api/chat/${what}/${taskId}`)).json();
      expect((await ask(`${taskId}/${what}`)).body).toEqual(chat);
    }
  });

  test('tells its steps, attempts, links, input and output', async () => {
    const taskId = await start({ prompt: 'go', system: 'be brief', max_tokens: 9 });
    await writeWholeAnswer(redis, taskId, ['an ', 'answer']);
    await mirrorTask(redis, stores.openPostgres(), taskId);
    const workflow = await readWorkflow(taskId);
    expect(workflow).toMatchObject({
      task_id: taskId,
      status: 'completed',
      steps: [
        { name: 'validate', state: 'completed' },
        { name: 'cache', state: 'completed' },
        { name: 'generate', state: 'completed', detail: 'Completed in 1 attempt: 2 chunks.' },
        { name: 'persist' },
      ],
      progress: { chunks: 2, characters: 9, percent: 100, percent_of: 'end' },
      links: { parent_task_id: null, origin_task_id: null, source_task_id: null, batch_id: null, reruns: [] },
      input: {
        provider: 'simulator',
        model: 'sim-writer',
        system: 'be brief',
        messages: [{ role: 'user', content: 'go' }],
        max_tokens: 9,
      },
      output: { text: 'an answer' },
    });
    expect(workflow.attempts).toEqual([
      {
        attempt: 1,
        epoch: 1,
        worker: 'test-1',
        provider: 'simulator',
        model: 'sim-writer',
        strategy: 'restart',
        kept_chunks: 0,
        chunks: 2,
        started_at: expect.any(Number),
        started_seq: 2,
        ended_at: workflow.finished_at,
        ended_seq: 5,
        end_reason: 'completed',
        error: null,
        usage: null,
        saved_output_tokens: 0,
        cost_usd: null,
      },
    ]);
    expect(workflow.usage).toEqual(USAGE);
  });

  test('that is running has no output yet, and a percentage only of a maximum', async () => {
    const unlimited = await start({ prompt: 'no limit' });
    const limited = await start({ prompt: 'a limit', max_tokens: 10 });
    for (const taskId of [unlimited, limited]) await (await openAnswer(redis, taskId)).write('x'.repeat(20));
    expect(await readWorkflow(unlimited)).toMatchObject({
      status: 'running',
      output: null,
      progress: { estimated_tokens: 5, percent: null, percent_of: null },
      attempts: [{ end_reason: null, ended_seq: null, chunks: 1 }],
    });
    expect(await readWorkflow(limited)).toMatchObject({
      progress: { percent: 50, percent_of: 'max_tokens' },
    });
  });

  test('that was given up says why', async () => {
    const taskId = await start({ prompt: 'hopeless' });
    await writeDeadAnswer(redis, taskId, ['a ']);
    expect(await readWorkflow(taskId)).toMatchObject({
      output: { text: 'a ' },
      attempts: [{ end_reason: 'failed', error: { code: 'provider_overloaded', message: 'too much' } }],
    });
  });

  test('is cancelled like a task', async () => {
    const taskId = await start({ prompt: 'stop' });
    const { body } = await ask(`${taskId}/cancel`, { method: 'POST' });
    expect(body).toEqual({ task_id: taskId, status: 'cancelled', cancel_requested: true });
    expect((await readWorkflow(taskId)).steps[2]).toMatchObject({ name: 'generate', state: 'skipped' });
  });

  test('is listed like a task, with more filters', async () => {
    const taskId = await start({ prompt: 'to be listed' });
    await writeWholeAnswer(redis, taskId, ['a']);
    await mirrorTask(redis, stores.openPostgres(), taskId);
    const listedBy = async (query: string): Promise<string[]> => {
      const { tasks } = (await ask(`list?${query}`)).body as { tasks: { task_id: string }[] };
      return tasks.map(({ task_id }) => task_id);
    };
    const later = Date.now() + 60_000;
    const matching = ['worker=test-1', 'text=listed', 'from=1', `to=${later}`, ''];
    expect(await Promise.all(matching.map(listedBy))).toEqual(matching.map(() => [taskId]));
    const others = ['worker=test-2', 'text=unlisted', 'to=1', `from=${later}`];
    expect(await Promise.all(others.map(listedBy))).toEqual(others.map(() => []));
  });

  test.each([
    'limit=0x10',
    'limit=1e1',
    'from=-1',
    'to=now',
    'batch_id=1',
    'worker=',
    'text=%00',
    'order=up',
  ])('is not listed by ?%s', async (query) => {
    expect((await ask(`list?${query}`)).status).toBe(422);
  });
});

describe('a history', () => {
  const TEXTS = Array.from({ length: 7 }, (_, i) => `part ${i}`);

  async function startAnswered(): Promise<TaskId> {
    const taskId = await start({ prompt: 'tell' });
    await writeWholeAnswer(redis, taskId, TEXTS);
    return taskId;
  }

  test('is the stream, entry by entry, from whichever store has it', async () => {
    const taskId = await startAnswered();
    const { frames } = await readFrames(`${gateway.url}/api/chat/stream/${taskId}`);
    const expectStream = async (): Promise<void> => {
      const { entries, next_from } = await readHistory(taskId);
      const told = entries.map(({ id, type, epoch, at, data }) => {
        return `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify({ type, epoch, at, ...data })}`;
      });
      expect(told).toEqual(frames.map((frame) => frame.replace(/^retry: \d+\n\n/, '')));
      expect(entries.map(({ seq }) => seq)).toEqual(frames.map((_, i) => i + 1));
      expect(next_from).toBeNull();
    };
    await expectStream();
    await mirrorTask(redis, stores.openPostgres(), taskId);
    await expireTask(redis, taskId);
    await expectStream();
  });

  test('comes in pages, of which each entry is on one', async () => {
    const taskId = await startAnswered();
    const seen: number[] = [];
    let from: number | null = 1;
    while (from !== null) {
      const page: HistoryReply = await readHistory(taskId, `from=${from}&limit=4`);
      seen.push(...page.entries.map(({ seq }) => seq));
      from = page.next_from;
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test('has a link to each entry', async () => {
    const taskId = await startAnswered();
    expect(await readHistory(taskId, 'from=4&limit=1')).toMatchObject({
      entries: [{ id: '4-0', seq: 4, type: 'chunk', data: { chunk_id: 1, text: 'part 1' } }],
      next_from: 5,
    });
  });

  test('can leave out what is not asked for', async () => {
    const taskId = await startAnswered();
    const { entries, next_from } = await readHistory(taskId, 'types=attempt_started,completed');
    expect(entries.map(({ seq, type }) => [seq, type])).toEqual([
      [2, 'attempt_started'],
      [10, 'completed'],
    ]);
    expect(next_from).toBeNull();
    expect((await ask(`${taskId}/history?types=chunk,end`)).status).toBe(422);
  });

  test('of a running task ends where the rest is still to come', async () => {
    const taskId = await start({ prompt: 'more' });
    await (await openAnswer(redis, taskId)).write('a', 'b');
    expect(await readHistory(taskId)).toMatchObject({ next_from: 5 });
    expect(await readHistory(taskId, 'from=5')).toEqual({ task_id: taskId, entries: [], next_from: 5 });
  });

  test('has nothing behind its end', async () => {
    const taskId = await startAnswered();
    expect(await readHistory(taskId, 'from=11')).toEqual({ task_id: taskId, entries: [], next_from: null });
  });

  test.each(['from=0', 'from=x', 'from=0x2', 'limit=0', 'limit=201', 'after=1'])(
    'refuses ?%s',
    async (query) => {
      const taskId = await start({ prompt: 'no' });
      expect((await ask(`${taskId}/history?${query}`)).status).toBe(422);
    },
  );
});

describe('a task that is run again', () => {
  test('is a new task with the same request, linked both ways, and not from the cache', async () => {
    const taskId = await start({ prompt: 'once more', system: 'be brief', temperature: 0.5 });
    await writeWholeAnswer(redis, taskId, ['an answer']);
    const reply = await runAgain(taskId);
    expect(reply).toMatchObject({ status: 'queued', cached: false });
    const again = reply.task_id as TaskId;
    const [origin, rerun] = [await readWorkflow(taskId), await readWorkflow(again)];
    expect(rerun.input).toEqual(origin.input);
    expect(rerun.links).toMatchObject({
      conversation_id: origin.conversation_id,
      parent_task_id: null,
      origin_task_id: taskId,
    });
    expect(rerun.steps[1]).toMatchObject({ name: 'cache', state: 'skipped' });

    const postgres = stores.openPostgres();
    for (const id of [taskId, again]) await mirrorTask(redis, postgres, id);
    expect((await readWorkflow(taskId)).links.reruns).toMatchObject([{ task_id: again, status: 'queued' }]);
  });

  test('takes the answer from the cache when that is asked for', async () => {
    const taskId = await start({ prompt: 'the same again' });
    await writeWholeAnswer(redis, taskId, ['an answer']);
    expect(await runAgain(taskId, { body: { cache: true } })).toMatchObject({
      status: 'completed',
      cached: true,
    });
  });

  test('is one task for one Idempotency-Key', async () => {
    const taskId = await start({ prompt: 'once' });
    const headers = { 'Idempotency-Key': 'again-1' };
    const first = await runAgain(taskId, { headers });
    expect(await runAgain(taskId, { headers })).toEqual(first);
    expect((await runAgain(taskId)).task_id).not.toBe(first.task_id);
    const conflict = await ask(`${taskId}/run-again`, { method: 'POST', headers, body: { cache: true } });
    expect(conflict).toMatchObject({ status: 422, body: { code: 'idempotency_conflict' } });
  });

  test('refuses fields that it does not know', async () => {
    const taskId = await start({ prompt: 'no' });
    expect(await ask(`${taskId}/run-again`, { method: 'POST', body: { model: 'x' } })).toMatchObject({
      status: 422,
    });
  });
});
