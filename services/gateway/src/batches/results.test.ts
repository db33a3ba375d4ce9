import { beforeEach, expect, test } from 'vitest';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { Postgres } from '@continuo/shared/postgres/connection';
import type { Redis } from '@continuo/shared/redis/connection';
import { readTaskRecord } from '@continuo/shared/redis/task-record';
import { eventually } from '@continuo/tests/support/eventually';
import { useStores } from '@continuo/tests/support/use-stores';
import { makeBatchClient, type BatchClient } from '../testing/batch-client.ts';
import { mirrorTask } from '../testing/mirror-task.ts';
import { startTestGateway } from '../testing/test-gateway.ts';
import { USAGE, writeDeadAnswer, writeWholeAnswer } from '../testing/write-answer.ts';

const stores = useStores();
let batches: BatchClient;
let redis: Redis;
let postgres: Postgres;

beforeEach(async () => {
  batches = makeBatchClient(await startTestGateway(stores));
  redis = stores.openRedis();
  postgres = stores.openPostgres();
});

async function readLines(response: Response): Promise<Record<string, unknown>[]> {
  expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
  const text = await response.text();
  expect(text.endsWith('\n')).toBe(true);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Two lines: one answered in two chunks, one failed. */
async function endBoth(id: string): Promise<TaskId[]> {
  const [first, second] = await batches.waitForRunning(id, 2);
  if (first === undefined || second === undefined) throw new Error('not both lines are under way');
  for (const taskId of [first, second]) {
    await eventually(
      () => readTaskRecord(redis, taskId),
      (record) => record !== undefined,
    );
  }
  await writeWholeAnswer(redis, first, ['Because ', 'of "Rayleigh".\n']);
  await writeDeadAnswer(redis, second, ['half']);
  for (const taskId of [first, second]) await mirrorTask(redis, postgres, taskId);
  return [first, second];
}

test('results come in the order of the input, with text, usage and error', async () => {
  const { batch_id } = await batches.create({ lines: [{ custom_id: 'sky', prompt: 'Why?' }, 'And?'] });
  const [first, second] = await endBoth(batch_id);
  await eventually(
    () => batches.read(batch_id),
    ({ status }) => status === 'completed',
  );
  expect(await readLines(await batches.results(batch_id))).toEqual([
    {
      line: 1,
      custom_id: 'sky',
      task_id: first,
      status: 'completed',
      cached: false,
      text: 'Because of "Rayleigh".\n',
      finish_reason: 'stop',
      usage: USAGE,
      cost_usd: 0.01,
      error: null,
    },
    expect.objectContaining({
      line: 2,
      custom_id: null,
      task_id: second,
      status: 'failed',
      text: 'half',
      error: { code: 'provider_overloaded', message: 'too much' },
    }),
  ]);
});

test('results come in OpenAI’s form, too', async () => {
  const { batch_id } = await batches.create({ lines: [{ custom_id: 'sky', prompt: 'Why?' }, 'And?'] });
  const [first] = await endBoth(batch_id);
  await eventually(
    () => batches.read(batch_id),
    ({ status }) => status === 'completed',
  );
  expect(await readLines(await batches.results(batch_id, 'format=openai'))).toMatchObject([
    {
      id: `batch_req_${first}`,
      custom_id: 'sky',
      response: {
        status_code: 200,
        body: {
          object: 'chat.completion',
          choices: [
            { message: { role: 'assistant', content: 'Because of "Rayleigh".\n' }, finish_reason: 'stop' },
          ],
          usage: { prompt_tokens: 7, completion_tokens: 11, total_tokens: 18 },
        },
      },
      error: null,
    },
    { custom_id: 'line-2', response: null, error: { code: 'provider_overloaded', message: 'too much' } },
  ]);
});

test('results of a batch that is not over are refused unless asked for', async () => {
  const { batch_id } = await batches.create({ lines: ['Why?', 'And?', 'So?'], concurrency: 2 });
  await endBoth(batch_id);
  await batches.waitForRunning(batch_id, 1);
  expect((await batches.results(batch_id)).status).toBe(409);
  const partial = await readLines(await batches.results(batch_id, 'partial=true'));
  expect(partial.map(({ status, text }) => [status, text])).toEqual([
    ['completed', 'Because of "Rayleigh".\n'],
    ['failed', 'half'],
    ['running', null],
  ]);
  const ended = await readLines(await batches.results(batch_id, 'partial=true&format=openai'));
  expect(ended.map(({ custom_id }) => custom_id)).toEqual(['line-1', 'line-2']);
});
