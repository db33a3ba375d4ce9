import { BODY_BYTES_MAX, MESSAGES_MAX } from '@continuo/shared/protocol/limits';
import { expect, test } from 'vitest';
import { assembleMessages, type Exchange } from './history.ts';

const exchange = (number: number, answer = `answer ${number}`): Exchange => ({
  prompt: `prompt ${number}`,
  answer,
});
const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;

test('a new conversation is its prompt alone', () => {
  expect(assembleMessages([], 'Why?')).toEqual([{ role: 'user', content: 'Why?' }]);
});

test('earlier exchanges come before the prompt, in order', () => {
  expect(
    assembleMessages([exchange(1), exchange(2)], 'Why?').map(({ role, content }) => [role, content]),
  ).toEqual([
    ['user', 'prompt 1'],
    ['assistant', 'answer 1'],
    ['user', 'prompt 2'],
    ['assistant', 'answer 2'],
    ['user', 'Why?'],
  ]);
});

test('a question that got no answer is left out', () => {
  const messages = assembleMessages([exchange(1, ''), exchange(2)], 'Why?');
  expect(messages.map(({ content }) => content)).toEqual(['prompt 2', 'answer 2', 'Why?']);
});

test('a conversation that does not fit into one request loses its oldest exchanges', () => {
  const long = 'ü'.repeat(30_000);
  const messages = assembleMessages(
    [1, 2, 3, 4, 5, 6].map((number) => exchange(number, long)),
    'Why?',
  );
  expect(messages.map(({ content }) => content)).toEqual([
    'prompt 3',
    long,
    'prompt 4',
    long,
    'prompt 5',
    long,
    'prompt 6',
    long,
    'Why?',
  ]);
  expect(bytesOf(messages)).toBeLessThan(BODY_BYTES_MAX);
});

test('no request has more messages than the service takes', () => {
  const many = Array.from({ length: MESSAGES_MAX }, (_, number) => exchange(number));
  const messages = assembleMessages(many, 'Why?');
  expect(messages.length).toBe(MESSAGES_MAX - 1);
  expect(messages[0]?.role).toBe('user');
});

test('an answer longer than a message may be ends the history', () => {
  const messages = assembleMessages([exchange(1), exchange(2, 'x'.repeat(200_001)), exchange(3)], 'Why?');
  expect(messages.map(({ content }) => content)).toEqual(['prompt 3', 'answer 3', 'Why?']);
});
