import { expect, test } from 'vitest';
import { answerFor } from '../answer/answer.ts';
import type { AnswerCall, Message, Output } from '../calls/call.ts';
import type { Plan } from '../plan/plan.ts';
import { decideOutput, type OutputDecision } from './decide-output.ts';

const prompt = 'Explain logs';
const instruction = 'Your previous answer was interrupted. Continue exactly where you left off.';

function message(role: string, text: string, isPrefix = false): Message {
  return { role, text, isPrefix };
}

interface Asking {
  model: string;
  messages: Message[];
  plan?: Plan;
  params?: AnswerCall['params'];
  maxTokens?: number;
  isThinking?: boolean;
}

function decide({
  model,
  messages,
  plan = {},
  params = {},
  maxTokens,
  isThinking = false,
}: Asking): OutputDecision {
  const call: AnswerCall = {
    wire: model.includes('claude') ? 'messages' : 'chat-completions',
    requestedModel: model,
    messages,
    stream: true,
    maxTokens,
    seed: 0,
    includeUsage: false,
    includeObfuscation: false,
    marksCache: false,
    isThinking,
    params,
  };
  return decideOutput(call, { model, plan, otherModels: ['sim-claude', 'sim-writer'] });
}

function output(asking: Asking): Output {
  const decision = decide(asking);
  if (decision.kind === 'refused') throw new Error(decision.message);
  return decision.output;
}

function joined({ tokens }: Output): string {
  return tokens.join('');
}

const user = message('user', prompt);
const CONTINUING = [
  ['sim-writer', message('assistant', ''), {}],
  ['claude-haiku-4-5', message('assistant', ''), {}],
  ['llama3.2:3b', message('assistant', ''), {}],
  ['deepseek-chat', message('assistant', '', true), {}],
  ['mistral-medium-latest', message('assistant', '', true), {}],
  ['kimi-k2', message('assistant', '', true), {}],
  [
    'meta-llama/Llama-3.1-8B-Instruct',
    message('assistant', ''),
    { continue_final_message: true, add_generation_prompt: false },
  ],
] as const;

test.each(CONTINUING)('%s goes on exactly behind a partial message cut anywhere', (model, last, params) => {
  const answer = answerFor({ model, prompt });
  for (const cut of [1, 7, 100, 101, 102, answer.text.length - 1, answer.text.length]) {
    const partial = answer.text.slice(0, cut).trimEnd();
    const rest = output({ model, messages: [user, { ...last, text: partial }], params });
    expect(partial + joined(rest)).toBe(answer.text);
    expect(rest).toMatchObject({
      start: 'prefill',
      firstChar: partial.length,
      answerTokens: answer.tokens.length,
    });
    expect(rest.firstToken + rest.tokens.length).toBe(answer.tokens.length);
  }
});

test.each([
  ['gpt-6.1-sol', message('assistant', 'partial')],
  ['sim-background', message('assistant', 'partial')],
  ['deepseek-chat', message('assistant', 'partial')],
  ['meta-llama/Llama-3.1-8B-Instruct', message('assistant', 'partial')],
  ['never-heard-of', message('assistant', 'partial')],
])(
  '%s takes a trailing assistant message for a finished turn and answers from the beginning',
  (model, last) => {
    const whole = output({ model, messages: [user, last] });
    expect(whole).toMatchObject({ start: 'fresh', firstToken: 0 });
    expect(joined(whole)).toBe(answerFor({ model, prompt }).text);
  },
);

test.each([
  ['mistral-medium-latest', {}, /Expected last role User or Tool/],
  ['claude-sonnet-5-5', {}, /does not support assistant message prefill/],
  ['sim-claude', {}, /does not support assistant message prefill/],
  ['sim-writer@', { plan: { prefill: 'refused' } }, /Prefilling assistant messages is not supported/],
  ['claude-sonnet-4-5', { isThinking: true }, /Prefilling assistant messages is not supported/],
  ['meta-llama/Llama-3.1-8B-Instruct', { params: { continue_final_message: true } }, /Cannot set both/],
  ['gpt-4o', { params: { continue_final_message: true } }, /Unrecognized request argument/],
] satisfies [string, Partial<Asking>, RegExp][])(
  '%s refuses a trailing assistant message (%#)',
  (model, more, words) => {
    const decision = decide({ model, messages: [user, message('assistant', 'partial')], ...more });
    expect(decision).toMatchObject({ kind: 'refused', message: expect.stringMatching(words) });
  },
);

test('prefill=continues lets a model that refuses it do it', () => {
  const { text: whole } = answerFor({ model: 'sim-claude', prompt });
  const messages = [user, message('assistant', whole.slice(0, 50))];
  expect(joined(output({ model: 'sim-claude', messages, plan: { prefill: 'continues' } }))).toBe(
    whole.slice(50),
  );
});

function interrupted(partial: string): Message[] {
  return [message('system', 'Be kind.'), user, message('assistant', partial), message('user', instruction)];
}

test('a user who asks to continue gets the rest of the answer', () => {
  const { text: whole } = answerFor({ model: 'sim-claude', prompt });
  const rest = output({ model: 'sim-claude', messages: interrupted(whole.slice(0, 200)) });
  expect(rest).toMatchObject({ start: 'continuation', prompt, firstChar: 200 });
  expect(joined(rest)).toBe(whole.slice(200));
});

test('a user who says that a whole answer was interrupted gets nothing more', () => {
  const { text: whole } = answerFor({ model: 'sim-claude', prompt });
  const rest = output({ model: 'sim-claude', messages: interrupted(whole) });
  expect(rest).toMatchObject({ start: 'continuation', prompt, tokens: [], end: 'completed' });
});

test('overlap, preamble and restart shape the seam of a continuation', () => {
  const { text: whole } = answerFor({ model: 'sim-claude', prompt });
  const ask = (plan: Plan) =>
    output({ model: 'sim-claude', messages: interrupted(whole.slice(0, 200)), plan });
  expect(joined(ask({ overlap: 40 }))).toBe(whole.slice(160));
  expect(joined(ask({ overlap: 999 }))).toBe(whole);
  expect(joined(ask({ restart: true }))).toBe(whole);
  const withPreamble = ask({ preamble: true });
  expect(withPreamble.preambleTokens).toBeGreaterThan(0);
  expect(withPreamble.tokens.slice(withPreamble.preambleTokens).join('')).toBe(whole.slice(200));
});

test("a model goes on with another model's answer", () => {
  const { text: whole } = answerFor({ model: 'sim-writer', prompt });
  const rest = output({ model: 'sim-claude', messages: interrupted(whole.slice(0, 200)) });
  expect(joined(rest)).toBe(whole.slice(200));
  expect(rest.answerModel).toBe('sim-writer');
});

test.each([
  ['behind a finished answer', answerFor({ model: 'sim-claude', prompt }).text, 'Please go on.'],
  ['behind a text of its own', 'Something nobody here wrote', instruction],
  [
    'with another question',
    answerFor({ model: 'sim-claude', prompt }).text.slice(0, 90),
    'And what about joins?',
  ],
])('a user message %s is a new question', (_, partial, question) => {
  const messages = [user, message('assistant', partial), message('user', question)];
  const answer = output({ model: 'sim-claude', messages });
  expect(answer).toMatchObject({ start: 'fresh', prompt: question });
  expect(joined(answer)).toBe(answerFor({ model: 'sim-claude', prompt: question }).text);
});

test('the limit counts the tokens of this call alone', () => {
  const { text: whole, tokens } = answerFor({ model: 'sim-writer', prompt });
  const partial = tokens.slice(0, 30).join('');
  const rest = output({ model: 'sim-writer', messages: [user, message('assistant', partial)], maxTokens: 5 });
  expect(rest).toMatchObject({ firstToken: 30, end: 'length' });
  expect(joined(rest)).toBe(
    whole.slice(partial.length, partial.length + tokens.slice(30, 35).join('').length),
  );
});

test.each([
  ['gpt-6.1-sol', 'max_tokens'],
  ['claude-opus-5-5', 'temperature'],
])('%s refuses the parameter %s and names it', (model, param) => {
  expect(decide({ model, messages: [user], params: { [param]: 1 } })).toMatchObject({
    kind: 'refused',
    param,
  });
});

test('messages without a user are refused', () => {
  expect(decide({ model: 'sim-writer', messages: [message('system', 'Be kind.')] }).kind).toBe('refused');
});
