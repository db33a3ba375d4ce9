import type OpenAI from 'openai';
import { expect, test } from 'vitest';
import { expectedAnswer } from '../plan/model-name.ts';
import { chatText, readStream } from '../testing/read-stream.ts';
import { eventually, useSimulator } from '../testing/simulator.ts';

const prompt = 'What makes a log durable?';
const messages: OpenAI.Chat.ChatCompletionMessageParam[] = [{ role: 'user', content: prompt }];

test('a streamed answer is the expected one and ends with a finish reason', async () => {
  const { openai } = await useSimulator();
  const { events, error } = await readStream(
    await openai.chat.completions.create({ model: 'sim-writer', messages, stream: true }),
  );
  expect(error).toBeUndefined();
  expect(chatText(events)).toBe(expectedAnswer('sim-writer', prompt).text);
  expect(events[0]?.choices[0]?.delta.role).toBe('assistant');
  expect(events.at(-1)?.choices[0]?.finish_reason).toBe('stop');
  expect(events.every(({ usage }) => usage === undefined)).toBe(true);
});

test('include_usage adds one last chunk that counts input and output', async () => {
  const { openai } = await useSimulator();
  const { events } = await readStream(
    await openai.chat.completions.create({
      model: 'sim-writer@tokens=50',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    }),
  );
  expect(events.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 50 } });
  expect(events.at(-1)?.usage?.prompt_tokens).toBeGreaterThan(5);
});

test('an answer without streaming has the same text', async () => {
  const { openai } = await useSimulator();
  const completion = await openai.chat.completions.create({ model: 'sim-writer', messages });
  expect(completion.choices[0]?.message.content).toBe(expectedAnswer('sim-writer', prompt).text);
  expect(completion.choices[0]?.finish_reason).toBe('stop');
  expect(completion.usage?.completion_tokens).toBe(expectedAnswer('sim-writer', prompt).tokens.length);
});

test('another seed gives another answer', async () => {
  const { openai } = await useSimulator();
  const completion = await openai.chat.completions.create({ model: 'sim-writer', messages, seed: 3 });
  expect(completion.choices[0]?.message.content).toBe(expectedAnswer('sim-writer', prompt, 3).text);
});

test.each(['max_tokens', 'max_completion_tokens'])(
  '%s cuts the answer with finish reason length',
  async (limit) => {
    const { openai } = await useSimulator();
    const { events } = await readStream(
      await openai.chat.completions.create({ model: 'sim-writer', messages, stream: true, [limit]: 10 }),
    );
    expect(chatText(events)).toBe(expectedAnswer('sim-writer', prompt).tokens.slice(0, 10).join(''));
    expect(events.at(-1)?.choices[0]?.finish_reason).toBe('length');
  },
);

test('a long prompt seen before is read from the cache', async () => {
  const { openai } = await useSimulator();
  const long: OpenAI.Chat.ChatCompletionMessageParam[] = [
    { role: 'system', content: 'Be kind. '.repeat(1000) },
    ...messages,
  ];
  const first = await openai.chat.completions.create({ model: 'sim-writer@tokens=1', messages: long });
  const second = await openai.chat.completions.create({ model: 'sim-writer@tokens=1', messages: long });
  expect(first.usage?.prompt_tokens_details?.cached_tokens).toBe(0);
  expect(second.usage?.prompt_tokens_details?.cached_tokens).toBe(second.usage?.prompt_tokens);
});

test('a client that leaves stops the generation, and the ledger shows where', async () => {
  const { openai, readCall } = await useSimulator();
  const stream = await openai.chat.completions.create({
    model: 'sim-writer@tps=500,tokens=100000',
    messages,
    stream: true,
  });
  let chunks = 0;
  for await (const _ of stream) {
    if (++chunks === 6) break;
  }
  await eventually(async () => (await readCall()).end).toBe('client_closed');
  const call = await readCall();
  expect(call.output_tokens).toBeGreaterThanOrEqual(5);
  expect(call.output_tokens).toBeLessThan(100_000);
  expect(call.open_connections).toBe(0);
  expect((await readCall()).output_tokens).toBe(call.output_tokens);
});

test('a reader that does not read holds an unpaced generation back', async () => {
  const { openai, readCall } = await useSimulator();
  const stream = await openai.chat.completions.create({
    model: 'sim-writer@tokens=200000',
    messages,
    stream: true,
  });
  let previous = -1;
  await expect
    .poll(
      async () => {
        const { output_tokens: generated } = await readCall();
        const stands = generated === previous && generated > 0;
        previous = generated;
        return stands;
      },
      { interval: 100, timeout: 5000 },
    )
    .toBe(true);
  expect(previous).toBeLessThan(200_000);
  stream.controller.abort();
});

test('requests without a key are refused with 401', async () => {
  const { url } = await useSimulator();
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model: 'sim-writer', messages }),
  });
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ error: { code: 'invalid_api_key' } });
});

test('models are listed, the own ones first', async () => {
  const { openai } = await useSimulator();
  const { data } = await openai.models.list();
  expect(data.map(({ id }) => id).slice(0, 3)).toEqual(['sim-writer', 'sim-background', 'sim-claude']);
});

test.each([
  ['no JSON', '{"model":', 400],
  ['no messages', '{"model":"sim-writer"}', 400],
  ['unknown settings', '{"model":"sim-writer@speed=9","messages":[{"role":"user","content":"x"}]}', 400],
  ['too much', ' '.repeat(17_000_000), 413],
])('a body with %s is answered with a vendor error', async (_, body, status) => {
  const { url, readLedger } = await useSimulator();
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer any' },
    body,
  });
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
  expect((await readLedger()).calls).toEqual([]);
});
