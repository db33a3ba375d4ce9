import { expect, test } from 'vitest';
import type { Operation } from './document.ts';
import { judgeReply } from './judge-reply.ts';

const schema = { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] };
const OPERATION: Operation = {
  name: 'GET /x',
  method: 'GET',
  path: '/x',
  parameters: [],
  bodies: {},
  responses: {
    '200': { content: { 'application/json': { schema: { type: 'array', items: schema } } } },
    '204': {},
  },
};

test('a reply that is as documented has no faults', () => {
  expect(judgeReply(OPERATION, 200, 'application/json; charset=utf-8', '[{"a":1}]')).toEqual([]);
  expect(judgeReply(OPERATION, 204, '', '')).toEqual([]);
});

test.each([
  ['a status', 202, 'application/json', '[]', /answered 202/],
  ['a content type', 200, 'text/plain', 'x', /came as text\/plain/],
  ['a body', 204, 'application/json', '{}', /has a body/],
  ['a value', 200, 'application/json', '[{"a":"1"}]', /\/0\/a must be integer/],
  ['a missing property', 200, 'application/json', '[{}]', /\/0 must have required property/],
  ['a property', 200, 'application/json', '[{"a":1,"b":2}]', /\/0 must NOT have additional properties/],
])('%s that is not documented is one', (_, status, type, body, sentence) => {
  expect(judgeReply(OPERATION, status, type, body)).toEqual([expect.stringMatching(sentence)]);
});
