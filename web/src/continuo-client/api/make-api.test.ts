import { makeProblem } from '@continuo/shared/protocol/problem';
import { afterEach, expect, test } from 'vitest';
import { isTransient } from './api-fault.ts';
import { makeApi } from './make-api.ts';
import { keepTrying } from '../retry/keep-trying.ts';
import {
  cut,
  json,
  startScriptedServer,
  status,
  type Reply,
  type ScriptedServer,
} from '../testing/scripted-server.ts';
import { makeSurroundings } from '../surroundings/surroundings.ts';

let server: ScriptedServer | undefined;
afterEach(() => server?.close());

async function serve(...replies: Reply[]) {
  server = await startScriptedServer(replies);
  const surroundings = makeSurroundings({ baseUrl: server.url, random: () => 0 });
  return { server, surroundings, api: makeApi(surroundings) };
}

test('generate sends the request as JSON under its idempotency key', async () => {
  const reply = {
    task_id: 't0_1',
    conversation_id: 'c_1',
    status: 'queued',
    cached: false,
    stream_url: '/s',
  };
  const { api, server: asked } = await serve(json(202, reply));
  expect(await api.generate({ prompt: 'Why?' }, 'key-1')).toEqual({ ok: true, value: reply });
  expect(asked.requests[0]).toMatchObject({
    path: '/api/chat/generate',
    headers: { 'idempotency-key': 'key-1', 'content-type': 'application/json' },
    body: '{"prompt":"Why?"}',
  });
});

test('a refusal is a problem with its code and its fields', async () => {
  const problem = makeProblem('validation', undefined, [{ pointer: '/prompt', detail: 'too long' }]);
  const { api } = await serve(json(422, problem, { 'content-type': 'application/problem+json' }));
  const outcome = await api.generate({ prompt: '' }, 'key-1');
  expect(outcome).toEqual({
    ok: false,
    fault: { kind: 'problem', status: 422, problem, retryAfterMs: undefined },
  });
});

test('a refusal says when to come back', async () => {
  const { api } = await serve(json(503, makeProblem('overloaded'), { 'retry-after': '7' }));
  expect(await api.models()).toMatchObject({ ok: false, fault: { status: 503, retryAfterMs: 7_000 } });
});

test.each([200, 404, 502])('an answer of status %d from something else is a foreign one', async (code) => {
  const { api } = await serve(status(code, { 'content-type': 'text/html' }));
  expect(await api.list({})).toEqual({ ok: false, fault: { kind: 'foreign', status: code } });
});

test('a connection cut before the reply is unreachable', async () => {
  const { api } = await serve(cut);
  expect(await api.status('t0_1')).toEqual({ ok: false, fault: { kind: 'unreachable' } });
});

test('only what can pass by itself is transient', () => {
  const refused = { kind: 'problem', retryAfterMs: undefined } as const;
  expect(isTransient({ kind: 'unreachable' })).toBe(true);
  expect(isTransient({ kind: 'foreign', status: 502 })).toBe(true);
  expect(isTransient({ ...refused, status: 503, problem: makeProblem('overloaded') })).toBe(true);
  expect(isTransient({ ...refused, status: 404, problem: makeProblem('unknown_task') })).toBe(false);
});

test('a call is repeated until it gets through', async () => {
  const { api, server: asked, surroundings } = await serve(cut, status(502), json(200, { tasks: [] }));
  const signal = new AbortController().signal;
  const outcome = await keepTrying(() => api.list({ limit: 3 }), surroundings, { signal });
  expect(outcome).toEqual({ ok: true, value: { tasks: [] } });
  expect(asked.requests.map((request) => request.path)).toEqual(Array(3).fill('/api/chat/list?limit=3'));
});

test('a call is not repeated for longer than it may be', async () => {
  const { api, server: asked, surroundings } = await serve(status(502));
  const clock = { ...surroundings, now: () => asked.requests.length * 700 };
  const { signal } = new AbortController();
  const outcome = await keepTrying(() => api.cancel('t0_1'), clock, { signal, forMs: 1_500 });
  expect(outcome).toMatchObject({ ok: false });
  expect(asked.requests).toHaveLength(3);
});
