import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import { BODY_BYTES_MAX, IDEMPOTENCY_KEY_CHARS_MAX } from '@continuo/shared/protocol/limits';
import type { Problem } from '@continuo/shared/protocol/problem';
import type { Redis } from '@continuo/shared/redis/connection';
import { rawRequest, sendRaw, type RawReply } from './testing/raw-http.ts';
import { digestRedis } from './testing/redis-digest.ts';
import { useStores } from '@continuo/tests/support/use-stores';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';
import { writeWholeAnswer } from './testing/write-answer.ts';

const JSON_TYPE = 'Content-Type: application/json';

/** Bounds a test that hangs; says nothing about speed. */
const SLOW = { timeout: 60_000 };

const stores = useStores();
let gateway: TestGateway;
let redis: Redis;
/** A task with 4 entries, completed. */
let taskId: TaskId;

beforeEach(async () => {
  gateway = await startTestGateway(stores);
  redis = stores.openRedis();
  taskId = (await gateway.accept({ prompt: 'hello' })).task_id;
  await writeWholeAnswer(redis, taskId, ['Hello.']);
});

/** Sends bytes, and checks that they were refused with a problem and changed nothing. */
async function expectRefusal(bytes: Buffer, status: number, code: string): Promise<Problem> {
  const before = await digestRedis(redis);
  const reply = await sendRaw(gateway.port, bytes, true);
  const problem = expectProblem(reply, status);
  expect(problem.code).toBe(code);
  expect(await digestRedis(redis)).toBe(before);
  return problem;
}

function expectProblem(reply: RawReply, status: number): Problem {
  expect(reply.headers).toContain('content-type: application/problem+json');
  const problem = JSON.parse(reply.body) as Problem;
  expect({ status: reply.status, body: problem }).toMatchObject({ status, body: { status } });
  expect(problem.type).toBe(`/docs#problem-${problem.code}`);
  return problem;
}

function post(body: string, headers: readonly string[] = [JSON_TYPE]): Buffer {
  const length = `Content-Length: ${Buffer.byteLength(body)}`;
  return rawRequest('POST', '/api/chat/generate', [...headers, length], body);
}

function pointersOf(problem: Problem): string[] {
  return problem.errors?.map((fault) => fault.pointer) ?? [];
}

describe('a body that is not acceptable', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

  test.each([
    ['empty', ''],
    ['truncated', '{"prompt":"hi"'],
    ['not JSON', 'prompt=hi'],
    ['NaN for a number', '{"prompt":"hi","temperature":NaN}'],
  ])('is a 400 when it is %s', async (_name, body) => {
    await expectRefusal(post(body), 400, 'invalid_json');
  });

  test('is a 400 when it is not UTF-8', async () => {
    const body = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
    const head = rawRequest('POST', '/api/chat/generate', [JSON_TYPE, `Content-Length: ${body.length}`]);
    await expectRefusal(Buffer.concat([head, body]), 400, 'invalid_json');
  });

  test.each([
    ['null', 'null', ''],
    ['an array', '[]', ''],
    ['a wrong type', '{"prompt":7}', '/prompt'],
    ['an empty prompt', '{"prompt":""}', '/prompt'],
    ['neither prompt nor messages', '{}', '/prompt'],
    ['both prompt and messages', '{"prompt":"a","messages":[{"role":"user","content":"b"}]}', '/prompt'],
    ['an unknown field', '{"prompt":"hi","stream":true}', '/stream'],
    ['__proto__', '{"prompt":"hi","__proto__":{"cache":false}}', '/__proto__'],
    ['a name that comes twice', '{"prompt":"hi","prompt":"ho"}', '/prompt'],
    ['a number beyond doubles', '{"prompt":"hi","temperature":1e400}', '/temperature'],
    ['a negative max_tokens', '{"prompt":"hi","max_tokens":-1}', '/max_tokens'],
    ['a fractional max_tokens', '{"prompt":"hi","max_tokens":1.5}', '/max_tokens'],
    ['an unknown role', '{"messages":[{"role":"tool","content":"x"}]}', '/messages/0/role'],
    ['an answer last', '{"messages":[{"role":"assistant","content":"x"}]}', '/messages'],
    [
      'a late system message',
      '{"messages":[{"role":"user","content":"a"},{"role":"system","content":"b"},{"role":"user","content":"c"}]}',
      '/messages/1/role',
    ],
    ['NUL', String.raw`{"prompt":"a\u0000b"}`, '/prompt'],
    ['half a surrogate pair', String.raw`{"prompt":"a\ud800b"}`, '/prompt'],
    ['a newline in the model', String.raw`{"prompt":"a","model":"x\ny"}`, '/model'],
    ['a conversation id that is none', '{"prompt":"a","conversation_id":"../1"}', '/conversation_id'],
    ['nesting without end', deep, '/0'.repeat(32)],
  ])('is a 422 that points at the place: %s', async (_name, body, pointer) => {
    const problem = await expectRefusal(post(body), 422, 'validation');
    expect(pointersOf(problem)).toContain(pointer);
  });

  test('names every field that is wrong at once', async () => {
    const problem = await expectRefusal(post('{"prompt":7,"cache":1,"x":1}'), 422, 'validation');
    expect(pointersOf(problem).toSorted()).toEqual(['/cache', '/prompt', '/x']);
  });

  test('is a 422 that names what is on offer when the model or the provider is not', async () => {
    const model = await expectRefusal(post('{"prompt":"a","model":"gpt-9"}'), 422, 'unknown_model');
    expect(pointersOf(model)).toEqual(['/model']);
    expect(model.detail).toContain('sim-writer');
    const provider = await expectRefusal(post('{"prompt":"a","provider":"openai"}'), 422, 'unknown_model');
    expect(pointersOf(provider)).toEqual(['/provider']);
    expect(provider.detail).toContain('simulator');
  });

  test.each([
    ['no type', []],
    ['a form', ['Content-Type: application/x-www-form-urlencoded']],
    ['plain text', ['Content-Type: text/plain']],
    ['another charset', ['Content-Type: application/json; charset=latin1']],
    ['compressed', [JSON_TYPE, 'Content-Encoding: gzip']],
  ])('is a 415 when it comes as %s', async (_name, headers) => {
    await expectRefusal(post('{"prompt":"hi"}', headers), 415, 'unsupported_media_type');
  });
});

describe('a body over the limit', () => {
  const tooLong = `{"prompt":"${'a'.repeat(BODY_BYTES_MAX)}"}`;

  test('is a 413 by its Content-Length, before it was sent', async () => {
    const head = rawRequest('POST', '/api/chat/generate', [JSON_TYPE, `Content-Length: ${10 ** 9}`]);
    await expectRefusal(head, 413, 'payload_too_large');
  });

  test('is a 413 when it comes in chunks without a length', async () => {
    const chunk = `${Buffer.byteLength(tooLong).toString(16)}\r\n${tooLong}\r\n0\r\n\r\n`;
    const headers = [JSON_TYPE, 'Transfer-Encoding: chunked'];
    await expectRefusal(rawRequest('POST', '/api/chat/generate', headers, chunk), 413, 'payload_too_large');
  });

  test('is a 400 when it is longer than it claims', async () => {
    // Node takes what follows for the next request, which is none.
    const bytes = rawRequest('POST', '/api/chat/generate', [JSON_TYPE, 'Content-Length: 4'], 'null and more');
    await expectRefusal(bytes, 400, 'invalid_request');
  });
});

describe('a request that is malformed', () => {
  test.each([
    ['both length and chunks', ['Content-Length: 4', 'Transfer-Encoding: chunked'], 400],
    ['NUL in a header', ['X-Odd: a\0b'], 400],
    ['headers without end', [`X-Long: ${'a'.repeat(20_000)}`], 431],
  ])('is answered by a problem before any route sees it: %s', async (_name, headers, status) => {
    const reply = await sendRaw(gateway.port, rawRequest('POST', '/api/chat/generate', headers), true);
    expectProblem(reply, status);
  });

  test.each([
    ['no host', 'GET /api/models HTTP/1.0\r\n\r\n'],
    ['a host that is none', 'GET /api/models HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n'],
    ['a target that is none', 'GET api HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n'],
  ])('is a 400 with %s', async (_name, bytes) => {
    expectProblem(await sendRaw(gateway.port, bytes, true), 400);
  });

  test('is a 400 with a query parameter that comes twice', async () => {
    await expectRefusal(rawRequest('GET', '/api/chat/list?limit=1&limit=2', []), 400, 'invalid_request');
  });

  test.each([
    ['/api/chat/list?limit=0', '/limit'],
    ['/api/chat/list?limit=many', '/limit'],
    ['/api/chat/list?limit=0x10', '/limit'],
    ['/api/dead?limit=1e1', '/limit'],
    ['/api/workflows/list?from=-1', '/from'],
    ['/api/workflows/list?text=%00', '/text'],
    ['/api/chat/list?status=lost', '/status'],
    ['/api/chat/list?before=x', '/before'],
    ['/api/chat/list?offset=3', '/offset'],
  ])('is a 422 that names the query parameter: %s', async (target, pointer) => {
    const problem = await expectRefusal(rawRequest('GET', target, []), 422, 'validation');
    expect(pointersOf(problem)).toEqual([pointer]);
  });

  test.each(['-1', 'x', '1e3', '0x10'])('is a 422 with from_id %s', async (fromId) => {
    const target = `/api/chat/chunks/${taskId}?from_id=${fromId}`;
    const problem = await expectRefusal(rawRequest('GET', target, []), 422, 'validation');
    expect(pointersOf(problem)).toEqual(['/from_id']);
  });
});

describe('a cursor', () => {
  const malformed = [
    '-1',
    'abc',
    '1e3',
    '0x10',
    '1-0-0',
    '01-0',
    '9'.repeat(20),
    '$',
    'é',
    '1, 9',
    '+',
    '5 0',
  ];

  test.each(malformed)('that is malformed is a 400 as Last-Event-ID: %s', async (id) => {
    const bytes = rawRequest('GET', `/api/chat/stream/${taskId}`, [`Last-Event-ID: ${id}`]);
    await expectRefusal(bytes, 400, 'invalid_cursor');
  });

  test.each(malformed)('that is malformed is a 400 as ?after=: %s', async (after) => {
    const target = `/api/chat/stream/${taskId}?after=${encodeURIComponent(after)}`;
    await expectRefusal(rawRequest('GET', target, []), 400, 'invalid_cursor');
  });

  test('that comes twice in the query is a 400', async () => {
    const bytes = rawRequest('GET', `/api/chat/stream/${taskId}?after=1&after=2`, []);
    await expectRefusal(bytes, 400, 'invalid_cursor');
  });

  test('that comes in two headers is a 400', async () => {
    const headers = ['Last-Event-ID: 1-0', 'Last-Event-ID: 2-0'];
    const bytes = rawRequest('GET', `/api/chat/stream/${taskId}`, headers);
    await expectRefusal(bytes, 400, 'invalid_cursor');
  });

  test.each(['5-0', '5', '4-1', '9999999999-0'])('that is ahead of the log is a 400: %s', async (id) => {
    const bytes = rawRequest('GET', `/api/chat/stream/${taskId}`, [`Last-Event-ID: ${id}`]);
    await expectRefusal(bytes, 400, 'cursor_ahead');
  });
});

describe('a task that is not there', () => {
  const ids = [
    't0_019aa0c25f3e7d1cb0a1c2d3e4f50617',
    '..%2f..%2fetc',
    '%00',
    '%E0%A4%A',
    'a'.repeat(9_000),
    'T0_019aa0c25f3e7d1cb0a1c2d3e4f50617',
    't00_019aa0c25f3e7d1cb0a1c2d3e4f50617',
  ];
  const routes = ['GET stream', 'GET status', 'GET chunks', 'GET result', 'POST cancel'];

  test.each(routes)('is a 404 that does not say why, on %s', async (route) => {
    const [method = '', name = ''] = route.split(' ');
    for (const id of ids) {
      await expectRefusal(rawRequest(method, `/api/chat/${name}/${id}`, []), 404, 'unknown_task');
    }
  });
});

describe('a method', () => {
  test.each([
    ['PUT', '/api/chat/generate', 'post, options'],
    ['GET', '/api/chat/generate', 'post, options'],
    ['DELETE', '/api/chat/list', 'get, head, options'],
    ['PATCH', '/health', 'get, head, options'],
    ['TRACE', '/api/models', 'get, head, options'],
  ])('that a resource lacks is a 405 with Allow: %s %s', async (method, path, allow) => {
    const reply = await sendRaw(gateway.port, rawRequest(method, path, []), true);
    expect(expectProblem(reply, 405).code).toBe('method_not_allowed');
    expect(reply.headers).toContain(`allow: ${allow}\r\n`);
  });

  test('OPTIONS says what is allowed', async () => {
    const reply = await sendRaw(gateway.port, rawRequest('OPTIONS', `/api/chat/stream/${taskId}`, []), true);
    expect(reply.status).toBe(204);
    expect(reply.headers).toContain('allow: get, head, options\r\n');
  });

  test('HEAD of a stream gives the headers and no stream', async () => {
    const reply = await sendRaw(gateway.port, rawRequest('HEAD', `/api/chat/stream/${taskId}`, []), true);
    expect(reply).toMatchObject({ status: 200, body: '' });
    expect(reply.headers).toContain('content-type: text/event-stream');
  });
});

describe('the stream route', () => {
  test.each(['application/json', 'text/html, image/*'])('is a 406 for Accept: %s', async (accept) => {
    const bytes = rawRequest('GET', `/api/chat/stream/${taskId}`, [`Accept: ${accept}`]);
    await expectRefusal(bytes, 406, 'not_acceptable');
  });

  test.each(['text/event-stream', 'text/*;q=0.5', 'text/html, */*', 'TEXT/EVENT-STREAM'])(
    'serves Accept: %s',
    async (accept) => {
      const bytes = rawRequest('GET', `/api/chat/stream/${taskId}`, [`Accept: ${accept}`]);
      expect((await sendRaw(gateway.port, bytes, true)).status).toBe(200);
    },
  );
});

describe('an Idempotency-Key', () => {
  test.each([
    ['too long', 'a'.repeat(IDEMPOTENCY_KEY_CHARS_MAX + 1)],
    ['with a blank', 'a b'],
    ['not ASCII', 'é'],
    ['given twice', 'a\r\nIdempotency-Key: b'],
  ])('is a 400 when it is %s', async (_name, key) => {
    const bytes = post('{"prompt":"hi"}', [JSON_TYPE, `Idempotency-Key: ${key}`]);
    await expectRefusal(bytes, 400, 'invalid_idempotency_key');
  });
});

describe('another site', () => {
  test.each([
    ['Sec-Fetch-Site: cross-site'],
    ['Sec-Fetch-Site: same-site'],
    ['Origin: https://elsewhere.example'],
    ['Origin: null'],
  ])('cannot make a browser generate or cancel: %s', async (header) => {
    await expectRefusal(post('{"prompt":"hi"}', [JSON_TYPE, header]), 403, 'cross_site');
    await expectRefusal(rawRequest('POST', `/api/chat/cancel/${taskId}`, [header]), 403, 'cross_site');
  });

  test('cannot reach this gateway under a name of its own', async () => {
    const bytes = 'GET /api/chat/list HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n';
    expect(expectProblem(await sendRaw(gateway.port, bytes, true), 403).code).toBe('cross_site');
  });

  test.each([['Sec-Fetch-Site: same-origin'], ['Origin: http://127.0.0.1'], ['X-Nothing: 1']])(
    'is not what a page of ours or a program is: %s',
    async (header) => {
      const reply = await sendRaw(gateway.port, post('{"prompt":"hi"}', [JSON_TYPE, header]), true);
      expect(reply.status).toBe(202);
    },
  );
});

test(
  'any JSON at all is refused with a problem or accepted, and what was refused changed nothing',
  SLOW,
  async () => {
    const field = fc.constantFrom('prompt', 'messages', 'system', 'model', 'max_tokens', 'cache', 'x');
    const almost = fc.dictionary(field, fc.jsonValue(), { maxKeys: 3 }).map((body) => JSON.stringify(body));
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), almost, fc.string({ unit: 'binary' })), async (body) => {
        const before = await digestRedis(redis);
        const response = await fetch(`${gateway.url}/api/chat/generate`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body,
        });
        const text = await response.text();
        if (response.status === 202) return;
        expect([400, 422]).toContain(response.status);
        expect((JSON.parse(text) as Problem).status).toBe(response.status);
        expect(await digestRedis(redis)).toBe(before);
      }),
      { numRuns: 100 },
    );
  },
);
