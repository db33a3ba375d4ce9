import { BadRequestError, NotFoundError } from 'openai';
import { expect, test } from 'vitest';
import { expectedAnswer } from '../plan/model-name.ts';
import { readStream, responseText, type ResponseEvent } from '../testing/read-stream.ts';
import { eventually, useSimulator, type TestSimulator } from '../testing/simulator.ts';

const prompt = 'What makes a log durable?';
const background = { input: prompt, background: true, stream: true, store: true } as const;

async function runInBackground({ openai }: TestSimulator, model: string): Promise<ResponseEvent[]> {
  return (await readStream(await openai.responses.create({ ...background, model }))).events;
}

/** Reads some events and leaves. */
async function readSome({ openai }: TestSimulator, model: string, count: number): Promise<ResponseEvent[]> {
  const events: ResponseEvent[] = [];
  for await (const event of await openai.responses.create({ ...background, model })) {
    events.push(event);
    if (events.length === count) break;
  }
  return events;
}

function responseId([first]: readonly ResponseEvent[]): string {
  if (first?.type !== 'response.created') throw new Error('the stream does not start with response.created');
  return first.response.id;
}

function isObfuscated(event: ResponseEvent): boolean {
  return 'obfuscation' in event;
}

test('a background answer is streamed with dense sequence numbers from created to completed', async () => {
  const simulator = await useSimulator();
  const events = await runInBackground(simulator, 'sim-background');
  expect(responseText(events)).toBe(expectedAnswer('sim-background', prompt).text);
  expect(events.map((event) => 'sequence_number' in event && event.sequence_number)).toEqual(
    events.map((_, n) => n),
  );
  expect(events.slice(0, 3).map(({ type }) => type)).toEqual([
    'response.created',
    'response.queued',
    'response.in_progress',
  ]);
  expect(events.at(-1)).toMatchObject({
    type: 'response.completed',
    response: {
      status: 'completed',
      usage: { output_tokens: expectedAnswer('sim-background', prompt).tokens.length },
    },
  });
});

test('a reader that comes back gets exactly the events after its cursor, and nothing is generated twice', async () => {
  const simulator = await useSimulator();
  const before = await readSome(simulator, 'sim-background@tps=2000', 40);
  const resumed = await simulator.openai.responses.retrieve(responseId(before), {
    stream: true,
    starting_after: 39,
  });
  const { events: after } = await readStream(resumed);
  expect(after[0]).toMatchObject({ sequence_number: 40 });
  const { text, tokens } = expectedAnswer('sim-background', prompt);
  expect(responseText([...before, ...after])).toBe(text);
  expect(await simulator.readCall()).toMatchObject({
    end: 'completed',
    output_tokens: tokens.length,
    deliveries: [
      { kind: 'create', end: 'client_closed' },
      { kind: 'retrieve', starting_after: 39, end: 'completed' },
    ],
  });
});

test('a finished response is replayed from any place, past its end with nothing', async () => {
  const simulator = await useSimulator();
  const events = await runInBackground(simulator, 'sim-background');
  const id = responseId(events);
  for (const startingAfter of [undefined, 0, 17, events.length - 2, events.length - 1, 1_000_000]) {
    const stream = await simulator.openai.responses.retrieve(id, {
      stream: true,
      ...(startingAfter !== undefined && { starting_after: startingAfter }),
    });
    expect((await readStream(stream)).events).toEqual(events.slice((startingAfter ?? -1) + 1));
  }
});

test('obfuscation can be turned off at creation and at retrieval', async () => {
  const simulator = await useSimulator();
  const events = await runInBackground(simulator, 'sim-background@tokens=5');
  const stream = await simulator.openai.responses.retrieve(responseId(events), {
    stream: true,
    include_obfuscation: false,
  });
  expect(events.filter(isObfuscated)).toHaveLength(5);
  expect((await readStream(stream)).events.filter(isObfuscated)).toEqual([]);
});

test('a response older than the window is refused as a stream and still retrieved whole', async () => {
  const simulator = await useSimulator();
  const id = responseId(await runInBackground(simulator, 'sim-background'));
  await simulator.changeSettings({ clock_offset_ms: 300_001 });
  const refused = await simulator.openai.responses
    .retrieve(id, { stream: true, starting_after: 3 })
    .catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(BadRequestError);
  expect(refused).toMatchObject({
    message: expect.stringContaining('can no longer be streamed because it is more than 5 minutes old.'),
  });
  const snapshot = await simulator.openai.responses.retrieve(id);
  expect(snapshot.status).toBe('completed');
  expect(snapshot.output_text).toBe(expectedAnswer('sim-background', prompt).text);
});

test('a run goes on without its reader and is an orphan until it ends or is cancelled', async () => {
  const simulator = await useSimulator();
  const id = responseId(await readSome(simulator, 'sim-background@tps=200,tokens=100000', 8));
  await eventually(async () => (await simulator.readCall()).open_connections).toBe(0);
  const orphan = await simulator.readCall();
  expect(orphan).toMatchObject({ background: true, end: null });
  await eventually(async () => (await simulator.readCall()).output_tokens).toBeGreaterThan(
    orphan.output_tokens,
  );
  expect((await simulator.openai.responses.retrieve(id)).status).toBe('in_progress');

  expect((await simulator.openai.responses.cancel(id)).status).toBe('cancelled');
  const cancelled = await simulator.readCall();
  expect(cancelled.end).toBe('cancelled');
  expect((await simulator.openai.responses.cancel(id)).status).toBe('cancelled');
  expect((await simulator.readCall()).output_tokens).toBe(cancelled.output_tokens);
});

test('cancelling ends the streams of a run without a terminal event', async () => {
  const simulator = await useSimulator();
  const stream = await simulator.openai.responses.create({
    ...background,
    model: 'sim-background@tps=200,tokens=100000',
  });
  const types: string[] = [];
  for await (const event of stream) {
    types.push(event.type);
    if (event.type === 'response.created') await simulator.openai.responses.cancel(event.response.id);
  }
  expect(types).not.toContain('response.completed');
});

test('cancelling a completed response returns it unchanged', async () => {
  const simulator = await useSimulator();
  const id = responseId(await runInBackground(simulator, 'sim-background'));
  const { output, usage } = await simulator.openai.responses.retrieve(id);
  expect(await simulator.openai.responses.cancel(id)).toMatchObject({ status: 'completed', output, usage });
});

test('a background request without streaming is answered at once and polled', async () => {
  const simulator = await useSimulator();
  const { openai } = simulator;
  const queued = await openai.responses.create({ model: 'sim-background', input: prompt, background: true });
  expect(queued.status).toBe('queued');
  await eventually(async () => (await openai.responses.retrieve(queued.id)).status).toBe('completed');
  const { text } = expectedAnswer('sim-background', prompt);
  expect((await openai.responses.retrieve(queued.id)).output_text).toBe(text);
});

test('a response that is not in the background can be retrieved, not streamed again or cancelled', async () => {
  const { openai } = await useSimulator();
  const { id, output_text: text } = await openai.responses.create({ model: 'sim-background', input: prompt });
  expect((await openai.responses.retrieve(id)).output_text).toBe(text);
  await expect(openai.responses.retrieve(id, { stream: true })).rejects.toThrow(NotFoundError);
  await expect(openai.responses.cancel(id)).rejects.toThrow('Cannot cancel a synchronous response.');
});

test('closing a stream that is not in the background stops its generation', async () => {
  const simulator = await useSimulator();
  const stream = await simulator.openai.responses.create({
    model: 'sim-background@tps=500,tokens=100000',
    input: prompt,
    stream: true,
  });
  for await (const event of stream) if (event.type === 'response.output_text.delta') break;
  await eventually(async () => (await simulator.readCall()).end).toBe('client_closed');
  const { output_tokens: generated } = await simulator.readCall();
  expect(generated).toBeLessThan(100_000);
});

test('a response that is not to be stored cannot be found again', async () => {
  const { openai } = await useSimulator();
  const { id } = await openai.responses.create({ model: 'sim-background', input: prompt, store: false });
  await expect(openai.responses.retrieve(id)).rejects.toThrow(NotFoundError);
});

test('max_output_tokens leaves the response incomplete', async () => {
  const { openai } = await useSimulator();
  const response = await openai.responses.create({
    model: 'sim-background',
    input: prompt,
    max_output_tokens: 12,
  });
  expect(response).toMatchObject({
    status: 'incomplete',
    incomplete_details: { reason: 'max_output_tokens' },
  });
  expect(response.usage?.output_tokens).toBe(12);
});

test('instructions and earlier turns do not change the answer to the last user message', async () => {
  const { openai } = await useSimulator();
  const response = await openai.responses.create({
    model: 'sim-background',
    instructions: 'Be brief.',
    input: [
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: 'Hello to you' },
      { role: 'user', content: [{ type: 'input_text', text: prompt }] },
    ],
  });
  expect(response.output_text).toBe(expectedAnswer('sim-background', prompt).text);
});
