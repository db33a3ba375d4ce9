import { BadRequestError } from '@anthropic-ai/sdk';
import { expect, test } from 'vitest';
import { expectedAnswer } from '../plan/model-name.ts';
import { messageText, readStream } from '../testing/read-stream.ts';
import { useSimulator } from '../testing/simulator.ts';

const prompt = 'What makes a log durable?';
const asked = {
  model: 'sim-claude',
  max_tokens: 8_000,
  messages: [{ role: 'user' as const, content: prompt }],
};

test('a streamed answer is the expected one and ends with message_stop', async () => {
  const { anthropic } = await useSimulator();
  const { events, error } = await readStream(await anthropic.messages.create({ ...asked, stream: true }));
  expect(error).toBeUndefined();
  expect(messageText(events)).toBe(expectedAnswer('sim-claude', prompt).text);
  expect(events[0]?.type).toBe('message_start');
  expect(events.at(-2)).toMatchObject({ type: 'message_delta', delta: { stop_reason: 'end_turn' } });
  expect(events.at(-1)?.type).toBe('message_stop');
});

test('the SDK assembles the same message from the stream as without one', async () => {
  const { anthropic } = await useSimulator();
  const streamed = await anthropic.messages.stream(asked).finalMessage();
  const whole = await anthropic.messages.create(asked);
  expect(streamed.content).toMatchObject([{ type: 'text', text: expectedAnswer('sim-claude', prompt).text }]);
  expect(whole.content).toMatchObject([{ type: 'text', text: expectedAnswer('sim-claude', prompt).text }]);
  expect(streamed.usage.output_tokens).toBe(whole.usage.output_tokens);
});

test('max_tokens cuts the answer with its own stop reason', async () => {
  const { anthropic } = await useSimulator();
  const message = await anthropic.messages.create({ ...asked, max_tokens: 7 });
  expect(message.stop_reason).toBe('max_tokens');
  expect(message.usage.output_tokens).toBe(7);
});

test('a marked prefix is written to the cache once and read from it afterwards', async () => {
  const { anthropic } = await useSimulator();
  const ask = () =>
    anthropic.messages.create({
      ...asked,
      max_tokens: 1,
      system: [{ type: 'text', text: 'Be kind. '.repeat(1000), cache_control: { type: 'ephemeral' } }],
    });
  const first = await ask();
  const second = await ask();
  expect(first.usage).toMatchObject({ cache_read_input_tokens: 0, input_tokens: 0 });
  expect(second.usage.cache_read_input_tokens).toBe(first.usage.cache_creation_input_tokens);
});

test('claude-sonnet-4-5 goes on exactly behind a partial assistant message', async () => {
  const { anthropic, readLedger } = await useSimulator();
  const model = 'claude-sonnet-4-5';
  const { text, tokens } = expectedAnswer(model, prompt);
  const partial = text.slice(0, 101).trimEnd();
  const message = await anthropic.messages.create({
    ...asked,
    model,
    messages: [...asked.messages, { role: 'assistant', content: partial }],
  });
  expect(message.content).toMatchObject([{ type: 'text', text: text.slice(partial.length) }]);
  const [call] = (await readLedger()).calls;
  expect(call).toMatchObject({ start: 'prefill', first_char: partial.length, answer_tokens: tokens.length });
  expect(call?.output_tokens).toBe(tokens.length - (call?.first_token ?? 0));
});

test.each([
  [
    'claude-sonnet-4-5',
    'ends with a space ',
    'messages: final assistant content cannot end with trailing whitespace',
  ],
  ['claude-opus-4-6', 'partial', 'Prefilling assistant messages is not supported for this model.'],
  [
    'claude-opus-5-5',
    'partial',
    'This model does not support assistant message prefill. The conversation must end with a user message.',
  ],
])('%s refuses a prefill that %s', async (model, content, message) => {
  const { anthropic, readLedger } = await useSimulator();
  const refused = await anthropic.messages
    .create({ ...asked, model, messages: [...asked.messages, { role: 'assistant', content }] })
    .catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(BadRequestError);
  expect(refused).toMatchObject({ error: { error: { type: 'invalid_request_error', message } } });
  expect((await readLedger()).calls).toEqual([]);
  expect((await readLedger()).refused).toMatchObject([{ status: 400, reason: message }]);
});
