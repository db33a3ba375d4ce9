import {
  APIConnectionError as AnthropicConnectionError,
  APIError as AnthropicApiError,
  InternalServerError as AnthropicInternalServerError,
  RateLimitError as AnthropicRateLimitError,
} from '@anthropic-ai/sdk';
import type OpenAI from 'openai';
import {
  APIConnectionError,
  APIError,
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  UnprocessableEntityError,
} from 'openai';
import { expect, test } from 'vitest';
import { expectedAnswer } from '../plan/model-name.ts';
import { chatText, messageText, readStream, responseText } from '../testing/read-stream.ts';
import { eventually, useSimulator, type TestSimulator } from '../testing/simulator.ts';

const prompt = 'What makes a log durable — 🧭 日本語, naïvely asked?';
const said = [{ role: 'user' as const, content: prompt }];

/** The same question on each wire: what came as text, whether a terminal marker came, and the error at the end. */
const WIRES = {
  'chat completions': async ({ openai }: TestSimulator, settings: string) => {
    const model = `sim-writer@${settings}`;
    const read = await readStream(
      await openai.chat.completions.create({ model, messages: said, stream: true }),
    );
    const isMarked = read.events.some(({ choices }) => choices[0]?.finish_reason);
    return { text: chatText(read.events), isMarked, error: read.error, model };
  },
  responses: async ({ openai }: TestSimulator, settings: string) => {
    const model = `sim-background@${settings}`;
    const read = await readStream(await openai.responses.create({ model, input: prompt, stream: true }));
    const isMarked = read.events.some(({ type }) => /^response\.(completed|incomplete|failed)$/.test(type));
    return { text: responseText(read.events), isMarked, error: read.error, model };
  },
  messages: async ({ anthropic }: TestSimulator, settings: string) => {
    const model = `sim-claude@${settings}`;
    const read = await readStream(
      await anthropic.messages.create({ model, messages: said, max_tokens: 8000, stream: true }),
    );
    const isMarked = read.events.some(({ type }) => type === 'message_stop');
    return { text: messageText(read.events), isMarked, error: read.error, model };
  },
};

const wires = Object.entries(WIRES);

function first(model: string, tokens: number): string {
  return expectedAnswer(model, prompt).tokens.slice(0, tokens).join('');
}

test.each(wires)('%s: a reset after 40 tokens is a TypeError behind exactly 40 tokens', async (_, ask) => {
  const simulator = await useSimulator();
  const { text, error, model } = await ask(simulator, 'fault=reset:40');
  expect(error).toBeInstanceOf(TypeError);
  expect(error).toMatchObject({
    message: 'terminated',
    cause: { code: expect.stringMatching(/ECONNRESET|UND_ERR_SOCKET/) },
  });
  expect(text).toBe(first(model, 40));
  expect(await simulator.readCall()).toMatchObject({ end: 'fault', output_tokens: 40, delivered_tokens: 40 });
});

test.each(wires)('%s: a FIN inside the body is a TypeError too', async (_, ask) => {
  const { text, error, model } = await ask(await useSimulator(), 'fault=fin:40');
  expect(error).toMatchObject({ message: 'terminated', cause: { code: 'UND_ERR_SOCKET' } });
  expect(text).toBe(first(model, 40));
});

test.each(wires)('%s: a clean end without a marker is no error at all', async (_, ask) => {
  const { text, isMarked, error, model } = await ask(await useSimulator(), 'fault=eof:40');
  expect(error).toBeUndefined();
  expect(isMarked).toBe(false);
  expect(text).toBe(first(model, 40));
});

test.each(wires)('%s: a clean end behind the last token still has no marker', async (_, ask) => {
  const { text, isMarked, model } = await ask(await useSimulator(), 'tokens=30,fault=eof:30');
  expect(isMarked).toBe(false);
  expect(text).toBe(expectedAnswer(model, prompt).text);
});

test.each(wires)('%s: half an event at the end gives no half text', async (_, ask) => {
  const { text, isMarked, model } = await ask(await useSimulator(), 'fault=half:40');
  expect(isMarked).toBe(false);
  expect(text).toBe(first(model, 40));
});

test.each([
  ['chat completions', WIRES['chat completions'], APIError, 'server_error'],
  ['responses', WIRES.responses, APIError, 'server_error'],
])('%s: an error event is an APIError without a status, with its code', async (_, ask, type, code) => {
  const { text, error, model } = await ask(await useSimulator(), 'fault=error:40');
  expect(error).toBeInstanceOf(type);
  expect(error).toMatchObject({ status: undefined, code });
  expect(text).toBe(first(model, 40));
});

test.each([0, 40])(
  'messages: overloaded_error after %d tokens is an APIError without a status',
  async (at) => {
    const { text, error, model } = await WIRES.messages(
      await useSimulator(),
      `fault=error:${at}:overloaded_error`,
    );
    expect(error).toBeInstanceOf(AnthropicApiError);
    expect(error).toMatchObject({ status: undefined, type: 'overloaded_error' });
    expect(text).toBe(first(model, at));
  },
);

test('responses: a failed generation is yielded as response.failed with its code', async () => {
  const { openai } = await useSimulator();
  const model = 'sim-background@fault=failed:10:rate_limit_exceeded';
  const { events, error } = await readStream(
    await openai.responses.create({ model, input: prompt, stream: true }),
  );
  expect(error).toBeUndefined();
  expect(events.at(-1)).toMatchObject({
    type: 'response.failed',
    response: { status: 'failed', error: { code: 'rate_limit_exceeded' } },
  });
});

test.each(wires)('%s: half a JSON text in an event is an error behind the text before', async (_, ask) => {
  const { text, error, model } = await ask(await useSimulator(), 'fault=json:40');
  expect(error).toBeInstanceOf(SyntaxError);
  expect(text).toBe(first(model, 40));
});

test.each(wires)('%s: garbage bytes in an event are an error behind the text before', async (_, ask) => {
  const { text, error, model } = await ask(await useSimulator(), 'fault=garbage:40');
  expect(error).toBeInstanceOf(SyntaxError);
  expect(text).toBe(first(model, 40));
});

test.each(wires)('%s: a line of two megabytes changes nothing', async (_, ask) => {
  const { text, isMarked, model } = await ask(await useSimulator(), 'fault=huge:40:2000000');
  expect(isMarked).toBe(true);
  expect(text).toBe(expectedAnswer(model, prompt).text);
});

test.each(wires)('%s: every byte in a write of its own gives the same text', async (_, ask) => {
  const { text, isMarked, model } = await ask(await useSimulator(), 'tokens=60,split=1');
  expect(isMarked).toBe(true);
  expect(text).toBe(expectedAnswer(model, prompt).text);
});

test.each(wires)('%s: pings between the tokens change nothing', async (_, ask) => {
  const { text, isMarked, error, model } = await ask(await useSimulator(), 'tokens=20,tps=200,ping_ms=1');
  expect(error).toBeUndefined();
  expect(isMarked).toBe(true);
  expect(text).toBe(expectedAnswer(model, prompt).text);
});

test.each(wires)('%s: a refusal ends the answer with a marker', async (_, ask) => {
  const { text, isMarked, model } = await ask(await useSimulator(), 'fault=refusal:12');
  expect(isMarked).toBe(true);
  expect(text).toBe(first(model, 12));
});

test('a duplicate event comes with the same sequence number, a swapped one out of order', async () => {
  const { openai } = await useSimulator();
  const numbers = async (model: string) => {
    const { events } = await readStream(
      await openai.responses.create({ model, input: prompt, stream: true }),
    );
    return events.flatMap((event) =>
      event.type === 'response.output_text.delta' ? [event.sequence_number] : [],
    );
  };
  expect(await numbers('sim-background@tokens=4,fault=duplicate:1')).toEqual([4, 5, 5, 6, 7]);
  expect(await numbers('sim-background@tokens=4,fault=swap:1')).toEqual([4, 6, 5, 7]);
  expect(await numbers('sim-background@tokens=4,fault=swap:3')).toEqual([4, 5, 6, 7]);
});

test('text that no store takes arrives as the model sent it', async () => {
  const simulator = await useSimulator();
  const { tokens } = expectedAnswer('sim-writer@tokens=3', prompt);
  const nul = await WIRES['chat completions'](simulator, 'tokens=3,fault=nul:1');
  expect(nul.text).toBe(tokens.toSpliced(1, 0, '\0\ud83d').join(''));
  const halves = await WIRES['chat completions'](simulator, 'tokens=3,fault=halves:1');
  expect(halves.text).toBe(tokens.toSpliced(1, 0, '🧭').join(''));
});

test.each([
  ['stall:5', 'a stalled connection'],
  ['freeze:5', 'a frozen model'],
  ['stall:0,ping_ms=1', 'a connection with nothing but pings'],
])('%s: %s stays open until its reader gives up', async (fault) => {
  const { openai, readCall } = await useSimulator();
  const patience = new AbortController();
  const model = `sim-writer@fault=${fault}`;
  const stream = await openai.chat.completions.create(
    { model, messages: said, stream: true },
    { signal: patience.signal },
  );
  const reading = readStream(stream);
  const tokens = Number(/\d/.exec(fault)?.[0]);
  await eventually(async () => (await readCall()).delivered_tokens).toBe(tokens);
  expect(await readCall()).toMatchObject({ end: null, open_connections: 1, output_tokens: tokens });
  patience.abort();
  expect(chatText((await reading).events)).toBe(first(model, tokens));
  await eventually(async () => (await readCall()).end).toBe('client_closed');
});

test('a background run goes on behind a connection fault and is whole for the next reader', async () => {
  const simulator = await useSimulator();
  const model = 'sim-background@tps=2000,fault=reset:20';
  const created = await simulator.openai.responses.create({
    model,
    input: prompt,
    background: true,
    stream: true,
  });
  const { events, error } = await readStream(created);
  expect(error).toBeInstanceOf(TypeError);
  const [opening] = events;
  if (opening?.type !== 'response.created') throw new Error('no response.created');
  const resumed = await simulator.openai.responses.retrieve(opening.response.id, {
    stream: true,
    starting_after: events.length - 1,
  });
  const rest = await readStream(resumed);
  expect(responseText([...events, ...rest.events])).toBe(expectedAnswer(model, prompt).text);
  expect((await simulator.readCall()).deliveries.map(({ end }) => end)).toEqual(['fault', 'completed']);
});

async function failOpenAi({ openai }: TestSimulator, fault: string): Promise<unknown> {
  const params: OpenAI.Chat.ChatCompletionCreateParams = {
    model: `sim-writer@fault=${fault}`,
    messages: said,
  };
  return openai.chat.completions.create({ ...params, stream: true }).catch((error: unknown) => error);
}

test.each([
  ['400', BadRequestError, 400, 'invalid_request_error', null],
  ['401', AuthenticationError, 401, 'invalid_request_error', 'invalid_api_key'],
  ['403', PermissionDeniedError, 403, 'request_forbidden', 'unsupported_country_region_territory'],
  ['404', NotFoundError, 404, 'invalid_request_error', 'model_not_found'],
  ['413', APIError, 413, 'invalid_request_error', 'request_too_large'],
  ['422', UnprocessableEntityError, 422, 'invalid_request_error', null],
  ['429', RateLimitError, 429, 'requests', 'rate_limit_exceeded'],
  ['429:slow_down', RateLimitError, 429, 'requests', 'slow_down'],
  ['quota', RateLimitError, 429, 'insufficient_quota', 'insufficient_quota'],
  ['context', BadRequestError, 400, 'invalid_request_error', 'context_length_exceeded'],
  ['500', InternalServerError, 500, 'server_error', null],
  ['502', InternalServerError, 502, 'server_error', null],
  ['503', InternalServerError, 503, 'service_unavailable_error', 'server_is_overloaded'],
  ['504', InternalServerError, 504, 'server_error', null],
  ['529', InternalServerError, 529, 'server_error', null],
])(
  'openai: fault=%s is the SDK class, type and code of the real thing',
  async (fault, type, status, errorType, code) => {
    const simulator = await useSimulator();
    const error = await failOpenAi(simulator, fault);
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ status, type: errorType, code, requestID: expect.stringMatching(/^req_/) });
    const { calls, refused } = await simulator.readLedger();
    expect(calls).toEqual([]);
    expect(refused).toMatchObject([{ prompt, status }]);
  },
);

async function failAnthropic({ anthropic }: TestSimulator, settings: string): Promise<unknown> {
  const params = { model: `sim-claude@fault=${settings}`, messages: said, max_tokens: 100 };
  return anthropic.messages.create({ ...params, stream: true }).catch((error: unknown) => error);
}

test.each([
  ['400', 400, 'invalid_request_error'],
  ['401', 401, 'authentication_error'],
  ['403', 403, 'permission_error'],
  ['404', 404, 'not_found_error'],
  ['413', 413, 'request_too_large'],
  ['429', 429, 'rate_limit_error'],
  ['quota', 402, 'billing_error'],
  ['context', 400, 'invalid_request_error'],
  ['500', 500, 'api_error'],
  ['504', 504, 'timeout_error'],
  ['529', 529, 'overloaded_error'],
])('anthropic: fault=%s is status %d with type %s', async (fault, status, type) => {
  const error = await failAnthropic(await useSimulator(), fault);
  expect(error).toBeInstanceOf(AnthropicApiError);
  expect(error).toMatchObject({ status, type, requestID: expect.stringMatching(/^req_/) });
});

test('529 and 429 of anthropic are the SDK classes for them and carry retry-after', async () => {
  const simulator = await useSimulator();
  expect(await failAnthropic(simulator, '529')).toBeInstanceOf(AnthropicInternalServerError);
  const limited = await failAnthropic(simulator, '429,retry_after=7,retry_after_ms=6500');
  if (!(limited instanceof AnthropicRateLimitError)) throw new Error('not a RateLimitError');
  expect(limited.headers.get('retry-after')).toBe('7');
  expect(limited.headers.get('retry-after-ms')).toBe('6500');
});

test('without retry_after there is no such header', async () => {
  const limited = await failOpenAi(await useSimulator(), '429');
  if (!(limited instanceof RateLimitError)) throw new Error('not a RateLimitError');
  expect(limited.headers.has('retry-after')).toBe(false);
});

test('a connection dropped before the headers is an APIConnectionError of both SDKs', async () => {
  const simulator = await useSimulator();
  expect(await failOpenAi(simulator, 'drop')).toBeInstanceOf(APIConnectionError);
  expect(await failAnthropic(simulator, 'drop')).toBeInstanceOf(AnthropicConnectionError);
});

test('an HTML page with 502 is an error of the SDK, with 200 a stream of nothing', async () => {
  const simulator = await useSimulator();
  expect(await failOpenAi(simulator, 'html:502')).toMatchObject({ status: 502 });
  const { text, isMarked } = await WIRES['chat completions'](simulator, 'fault=html');
  expect({ text, isMarked }).toEqual({ text: '', isMarked: false });
});

test('a hanging request is answered by nothing until its client goes', async () => {
  const simulator = await useSimulator();
  const patience = new AbortController();
  const asking = simulator.openai.chat.completions
    .create({ model: 'sim-writer@fault=hang', messages: said, stream: true }, { signal: patience.signal })
    .catch((error: unknown) => error);
  await eventually(async () => (await simulator.readLedger()).refused).toMatchObject([
    { status: null, reason: 'hang' },
  ]);
  patience.abort();
  expect(await asking).toMatchObject({ message: 'Request was aborted.' });
});

test('a wrong content type does not hinder a stream', async () => {
  const { text, model } = await WIRES.messages(await useSimulator(), 'content_type=text/plain');
  expect(text).toBe(expectedAnswer(model, prompt).text);
});

test('without streaming a reset comes before the headers and a cut body is no JSON', async () => {
  const { openai } = await useSimulator();
  const create = (fault: string) =>
    openai.chat.completions
      .create({ model: `sim-writer@fault=${fault}`, messages: said })
      .catch((error: unknown) => error);
  expect(await create('reset:9')).toBeInstanceOf(APIConnectionError);
  expect(await create('eof:9')).toBeInstanceOf(SyntaxError);
  expect(await create('error:9')).toBeInstanceOf(InternalServerError);
});

test('a slow first token comes after the headers', async () => {
  const { openai, readCall } = await useSimulator();
  const model = 'sim-writer@first_ms=60000';
  const stream = await openai.chat.completions.create({ model, messages: said, stream: true });
  expect(await readCall()).toMatchObject({ output_tokens: 0, open_connections: 1, end: null });
  stream.controller.abort();
  await eventually(async () => (await readCall()).end).toBe('client_closed');
});
