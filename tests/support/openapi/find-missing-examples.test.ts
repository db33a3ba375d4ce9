import { expect, test } from 'vitest';
import { listOperations, type OpenApiDocument } from './document.ts';
import { findMissingExamples } from './find-missing-examples.ts';

function missingIn(verb: string, operation: OpenApiDocument['paths'][string][string]): string[] {
  return findMissingExamples(listOperations({ paths: { '/x': { [verb]: operation } } }));
}

const reply = { '200': { content: { 'application/json': { schema: {} } } } };
const id = { name: 'id', in: 'path' as const, required: true };

test('an operation without any example is named', () => {
  expect(missingIn('get', { responses: reply })).toEqual([
    'GET /x: neither a parameter of it nor its reply has an example.',
  ]);
});

test('what has to be given needs an example of its own', () => {
  const parameters = [{ ...id, schema: {} }];
  const requestBody = { content: { 'application/json': { schema: {} } } };
  expect(missingIn('post', { parameters, requestBody, responses: reply })).toEqual([
    'POST /x: its path parameter id has no example.',
    'POST /x: its body has no example.',
  ]);
});

test('one is enough where it is needed, wherever it stands', () => {
  expect(missingIn('get', { parameters: [{ ...id, schema: { example: 'a' } }], responses: reply })).toEqual(
    [],
  );
  expect(missingIn('get', { parameters: [{ ...id, schema: {}, example: 'a' }], responses: reply })).toEqual(
    [],
  );
  const shown = { '200': { content: { 'application/json': { schema: {}, example: [] } } } };
  expect(missingIn('get', { responses: shown })).toEqual([]);
  const requestBody = { content: { 'application/json': { schema: { examples: [{}] } }, 'text/plain': {} } };
  expect(missingIn('post', { requestBody, responses: reply })).toEqual([]);
});
