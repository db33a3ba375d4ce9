import { beforeEach, describe, expect, test } from 'vitest';
import type { BatchReply } from '@continuo/shared/protocol/batch-api';
import { BATCH_FAULTS_MAX, BATCH_JSON_BYTES_MAX, BATCH_LINES_MAX } from '@continuo/shared/protocol/limits';
import type { Problem } from '@continuo/shared/protocol/problem';
import { useStores } from '@continuo/tests/support/use-stores';
import { makeBatchClient, type BatchClient } from '../testing/batch-client.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';

const stores = useStores();
let gateway: TestGateway;
let batches: BatchClient;

beforeEach(async () => {
  gateway = await startTestGateway(stores);
  batches = makeBatchClient(gateway);
});

async function expectBatch(response: Response): Promise<BatchReply> {
  if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as BatchReply;
}

async function expectProblem(response: Response, status: number, code: string): Promise<Problem> {
  const problem = (await response.json()) as Problem;
  expect(problem).toMatchObject({ status, code });
  expect(response.status).toBe(status);
  return problem;
}

async function countRows(table: 'batches' | 'batch_lines'): Promise<number> {
  const postgres = stores.openPostgres();
  const [row] = await postgres.run(({ sql }) => sql<{ count: number }[]>`select count(*) from ${sql(table)}`);
  return row?.count ?? -1;
}

describe('a batch that is accepted', () => {
  test('has its lines in the order of the list, each in the form that it was given in', async () => {
    const openAi = {
      custom_id: 'c',
      method: 'POST',
      url: '/v1/chat/completions',
      body: { model: 'sim-writer', messages: [{ role: 'user', content: 'three' }] },
    };
    const reply = await expectBatch(
      await batches.post({ concurrency: 7, lines: ['one', { custom_id: 'b', prompt: 'two' }, openAi] }),
    );
    expect(reply).toMatchObject({ name: 'one', status: 'running', concurrency: 7, progress: { total: 3 } });
    const lines = await batches.lines(reply.batch_id);
    expect(lines.map(({ line, custom_id, prompt }) => [line, custom_id, prompt])).toEqual([
      [1, null, 'one'],
      [2, 'b', 'two'],
      [3, 'c', 'three'],
    ]);
  });

  test('can be uploaded as JSONL, with its settings in the query', async () => {
    const text = '"one"\n\n{"custom_id":"b","prompt":"two"}\n';
    const postgres = stores.openPostgres();
    for (const type of ['application/jsonl', 'application/x-ndjson; charset=utf-8', 'text/plain']) {
      const query = 'name=mine&concurrency=2&max_tokens=5&temperature=0.5&cache=false';
      const reply = await expectBatch(await batches.upload(text, query, { 'Content-Type': type }));
      expect(reply).toMatchObject({ name: 'mine', concurrency: 2, progress: { total: 2 } });
      expect((await batches.lines(reply.batch_id)).map(({ prompt }) => prompt)).toEqual(['one', 'two']);
      const [line] = await postgres.run(
        ({ sql }) =>
          sql`select request, cacheable from batch_lines where batch_id = ${reply.batch_id} limit 1`,
      );
      expect(JSON.parse(line?.['request'] as string)).toMatchObject({ max_tokens: 5, temperature: 0.5 });
      expect(line?.['cacheable']).toBe(false);
    }
  });

  test('is the same batch under the same Idempotency-Key, and another input is refused', async () => {
    const key = { 'Idempotency-Key': 'once' };
    const first = await expectBatch(await batches.post({ lines: ['one', 'two'] }, key));
    const again = await Promise.all(Array.from({ length: 3 }, () => batches.upload('"one"\n"two"', '', key)));
    for (const response of again) expect((await expectBatch(response)).batch_id).toBe(first.batch_id);
    await expectProblem(await batches.post({ lines: ['one', 'three'] }, key), 422, 'idempotency_conflict');
    const { batches: listed } = (await (await fetch(`${gateway.url}/api/batches`)).json()) as {
      batches: BatchReply[];
    };
    expect(listed.map(({ batch_id }) => batch_id)).toEqual([first.batch_id]);
  });

  test('is listed newest first, in pages', async () => {
    const ids: string[] = [];
    for (const name of ['a', 'b', 'c']) ids.unshift((await batches.create({ name, lines: ['x'] })).batch_id);
    const pages: string[][] = [];
    for (let before: string | null = ''; before !== null;) {
      const query = before === '' ? '' : `&before=${before}`;
      const page = (await (await fetch(`${gateway.url}/api/batches?limit=2${query}`)).json()) as {
        batches: BatchReply[];
        next_before: string | null;
      };
      pages.push(page.batches.map(({ batch_id }) => batch_id));
      before = page.next_before;
    }
    expect(pages).toEqual([ids.slice(0, 2), ids.slice(2)]);
  });
});

describe('a batch that is refused', () => {
  test('is told its first faults with their lines, and nothing of it is kept', async () => {
    const text = ['"fine"', '{"prompt":""}', 'nonsense', '{"prompt":"a","model":"gpt-9"}', '"fine"'].join(
      '\n',
    );
    const before = [await countRows('batches'), await countRows('batch_lines')];
    const problem = await expectProblem(await batches.upload(text), 422, 'validation');
    expect(problem.errors?.map(({ line, pointer }) => [line, pointer])).toEqual([
      [2, '/prompt'],
      [3, ''],
      [4, '/model'],
    ]);
    expect([await countRows('batches'), await countRows('batch_lines')]).toEqual(before);
  });

  test('is told no more faults than anybody reads', async () => {
    const problem = await expectProblem(await batches.upload('{}\n'.repeat(1_000)), 422, 'validation');
    expect(problem.errors).toHaveLength(BATCH_FAULTS_MAX);
  });

  test('points into a list by its index', async () => {
    const problem = await expectProblem(
      await batches.post({ lines: ['a', { prompt: 7 }] }),
      422,
      'validation',
    );
    expect(problem.errors).toMatchObject([{ line: 2, pointer: '/lines/1/prompt' }]);
  });

  test('names a custom_id that comes twice, and the line that had it first', async () => {
    const line = { custom_id: 'same', prompt: 'a' };
    const problem = await expectProblem(await batches.post({ lines: [line, 'b', line] }), 422, 'validation');
    expect(problem.errors).toMatchObject([
      { line: 3, pointer: '/lines/2/custom_id', detail: 'it is that of line 1 already' },
    ]);
  });

  test.each([
    ['without a line', '\n\n'],
    ['with a line too many', '"x"\n'.repeat(BATCH_LINES_MAX + 1)],
  ])('%s', async (_case, text) => {
    const before = await countRows('batch_lines');
    await expectProblem(await batches.upload(text), 422, 'validation');
    expect(await countRows('batch_lines')).toBe(before);
  });

  test('is a problem of its own kind for each other reason', async () => {
    const long = JSON.stringify({ lines: ['x'.repeat(BATCH_JSON_BYTES_MAX)] });
    await expectProblem(await batches.post({}), 422, 'validation');
    await expectProblem(await batches.post({ lines: ['a'], concurrency: 65 }), 422, 'validation');
    await expectProblem(await batches.upload('"a"', 'concurrency=0x1'), 422, 'validation');
    await expectProblem(
      await batches.upload('"a"', '', { 'Content-Type': 'text/csv' }),
      415,
      'unsupported_media_type',
    );
    await expectProblem(
      await batches.upload('"a"', '', { 'Content-Encoding': 'gzip' }),
      415,
      'unsupported_media_type',
    );
    await expectProblem(
      await batches.upload('"a"', '', { 'Idempotency-Key': 'ä' }),
      400,
      'invalid_idempotency_key',
    );
    await expectProblem(
      await batches.upload('"a"', '', { Origin: 'http://elsewhere.example' }),
      403,
      'cross_site',
    );
    await expectProblem(
      await batches.upload(long, '', { 'Content-Type': 'application/json' }),
      413,
      'payload_too_large',
    );
  });
});
