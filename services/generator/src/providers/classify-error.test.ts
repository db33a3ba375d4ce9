import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isRetryable, type FailureCode } from '@continuo/shared/protocol/failure';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readCall } from '../testing/read-parts.ts';
import { useSimulator } from '../testing/use-simulator.ts';
import { classifyError } from './classify-error.ts';
import { makeProviders } from './make-providers.ts';
import type { Provider } from './provider.ts';

const simulator = useSimulator();

/** The simulator's models: one of each wire format, each through the SDK of its vendor. */
const CHAT = 'sim-writer';
const RESPONSES = 'sim-background';
const MESSAGES = 'sim-claude';
const WIRES = [CHAT, RESPONSES, MESSAGES];

function request(model: string) {
  return { provider: 'simulator' as const, model, messages: [{ role: 'user' as const, content: 'hi' }] };
}

function find(model: string, url = simulator.url): Provider {
  const provider = makeProviders({ simulatorUrl: url })(request(model));
  if (!provider) throw new Error(`nobody serves ${model}`);
  return provider;
}

async function failWith(wire: string, fault: string): Promise<FailureCode> {
  const model = `${wire}@tokens=40,fault=${fault}`;
  const { error, finishReason } = await readCall(find(model), request(model));
  expect(finishReason).toBeUndefined();
  expect(error).toBeDefined();
  return classifyError(error).code;
}

describe('an HTTP status', () => {
  test.each<[string, FailureCode]>([
    ['400', 'provider_rejected'],
    ['401', 'provider_auth'],
    ['402', 'provider_quota'],
    ['403', 'provider_auth'],
    ['404', 'model_not_found'],
    ['408', 'provider_error'],
    ['409', 'provider_error'],
    ['413', 'context_too_long'],
    ['422', 'provider_rejected'],
    ['429', 'provider_rate_limited'],
    ['429:slow_down', 'provider_overloaded'],
    ['429:credit_balance_exhausted', 'provider_quota'],
    ['429:organization_spend_limit_exceeded', 'provider_quota'],
    ['500', 'provider_error'],
    ['502', 'provider_error'],
    ['503', 'provider_overloaded'],
    ['504', 'provider_error'],
    ['529', 'provider_overloaded'],
    ['quota', 'provider_quota'],
    ['context', 'context_too_long'],
    ['html:502', 'provider_error'],
  ])('%s is %s, whichever vendor says it', async (fault, code) => {
    expect(await Promise.all(WIRES.map((wire) => failWith(wire, fault)))).toEqual([code, code, code]);
  });
});

describe('a connection', () => {
  test.each<[string, FailureCode]>([
    ['drop', 'provider_unreachable'],
    ['hang', 'provider_stalled'],
    ['reset:5', 'provider_interrupted'],
    ['fin:5', 'provider_interrupted'],
    ['stall:5', 'provider_stalled'],
    ['freeze:5', 'provider_stalled'],
    ['json:5', 'provider_malformed'],
    ['garbage:5', 'provider_malformed'],
  ])('that fails by %s is %s', async (fault, code) => {
    expect(await Promise.all(WIRES.map((wire) => failWith(wire, fault)))).toEqual([code, code, code]);
  });

  test.each(['eof:5', 'eof:0', 'html'])(
    'invariant 12: that ends cleanly by %s, without a marker, is no success',
    async (fault) => {
      const codes = await Promise.all(WIRES.map((wire) => failWith(wire, fault)));
      expect(new Set(codes)).toEqual(new Set(['provider_interrupted']));
    },
  );

  test('that ends in the middle of an event is no success either', async () => {
    const codes = await Promise.all(WIRES.map((wire) => failWith(wire, 'half:5')));
    expect(codes).toEqual(['provider_malformed', 'provider_malformed', 'provider_interrupted']);
  });

  test('that nobody takes is provider_unreachable', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    for (const wire of WIRES) {
      const { error } = await readCall(find(wire, `http://127.0.0.1:${port}`), request(wire));
      expect(classifyError(error).code).toBe('provider_unreachable');
    }
  });
});

describe('an error inside a stream that began well', () => {
  test.each<[string, FailureCode]>([
    ['error:5', 'provider_error'],
    ['error:5:overloaded_error', 'provider_overloaded'],
    ['error:5:rate_limit_exceeded', 'provider_rate_limited'],
    ['error:5:insufficient_quota', 'provider_quota'],
    ['failed:5', 'provider_error'],
  ])('%s is %s', async (fault, code) => {
    expect(await Promise.all(WIRES.map((wire) => failWith(wire, fault)))).toEqual([code, code, code]);
  });

  test.each<[string, FailureCode]>([
    ['failed:5:rate_limit_exceeded', 'provider_rate_limited'],
    ['failed:0:invalid_prompt', 'provider_rejected'],
    ['failed:5:server_error', 'provider_error'],
  ])('a run that ends with %s is %s', async (fault, code) => {
    expect(await failWith(RESPONSES, fault)).toBe(code);
  });
});

describe('the message of a failure', () => {
  async function say(wire: string, fault: string): Promise<string> {
    const model = `${wire}@tokens=40,fault=${fault}`;
    const { error } = await readCall(find(model), request(model));
    return classifyError(error).message;
  }

  test('is the sentence of the provider, before the answer and in the middle of it', async () => {
    expect(await say(MESSAGES, '529')).toBe('Overloaded');
    expect(await say(CHAT, '401')).toMatch(/^Incorrect API key provided/);
    expect(await say(MESSAGES, 'error:5')).toBe('Internal server error');
    expect(await say(CHAT, 'error:5')).toMatch(/^The server had an error/);
  });

  test('is the status where a page came instead', async () => {
    for (const wire of WIRES) expect(await say(wire, 'html:502')).toBe('HTTP status 502');
  });
});

/** A server that speaks like OpenAI in its own way. */
async function serve(listener: RequestListener): Promise<Provider> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return find(CHAT, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

describe('a server that is compatible in its own way', () => {
  const body = JSON.stringify({ error: { message: 'too fast', type: null, code: 429 } });

  test('and puts a number where the code is: the status counts', async () => {
    const provider = await serve((_request, response) => {
      response.writeHead(429, { 'content-type': 'application/json' }).end(body);
    });
    const { error } = await readCall(provider, request(CHAT));
    expect(classifyError(error)).toMatchObject({ code: 'provider_rate_limited' });
  });

  test('and does so in the middle of a stream', async () => {
    const provider = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end(`data: ${body}\n\n`);
    });
    const { error } = await readCall(provider, request(CHAT));
    expect(classifyError(error)).toMatchObject({ code: 'provider_error' });
  });
});

test('what nobody foresaw is our own defect, with a message of bounded length', () => {
  const failure = classifyError(new RangeError('x'.repeat(10_000)));
  expect(failure.code).toBe('internal');
  expect(failure.message).toHaveLength(500);
  expect(classifyError('thrown text')).toEqual({ code: 'internal', message: 'thrown text' });
  expect(isRetryable('internal')).toBe(true);
});
