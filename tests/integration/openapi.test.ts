import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  exampleOf,
  listOperations,
  type OpenApiDocument,
  type Operation,
} from '../support/openapi/document.ts';
import { exampleRequests } from '../support/openapi/example-requests.ts';
import { makeExampleWorld } from '../support/openapi/example-world.ts';
import { findMissingExamples } from '../support/openapi/find-missing-examples.ts';
import { lintDocument } from '../support/openapi/lint-document.ts';
import { tryExample } from '../support/openapi/try-example.ts';
import { STACK_START_MS, startTestStack, type TestStack } from '../support/test-stack.ts';

const TEST_MS = 120_000;

let stack: TestStack;
let document: OpenApiDocument;

beforeAll(async () => {
  stack = await startTestStack({ env: { RETRY_MS: '1', CIRCUIT_MS: '0', FLUSH_MS: '20' } });
  document = (await (await fetch(`${stack.url}/openapi.json`)).json()) as OpenApiDocument;
}, STACK_START_MS);

afterAll(async () => {
  await stack?.dispose();
});

/** What deletes comes last, parts before wholes: the examples speak of the same things. */
function inOrder(operations: readonly Operation[]): Operation[] {
  return operations.toSorted((a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'));
}

describe('the OpenAPI document', () => {
  test('has nothing that a linter would object to, and its examples are valid', async () => {
    expect(await lintDocument(document)).toEqual([]);
  });

  test('shows how each operation is asked', () => {
    expect(findMissingExamples(listOperations(document))).toEqual([]);
  });

  test('tells the truth: each example is answered as it says', { timeout: TEST_MS }, async () => {
    const world = makeExampleWorld(stack.url);
    const faults: string[] = [];
    for (const operation of inOrder(listOperations(document))) {
      for (const request of exampleRequests(operation, await world.realIdsFor(operation))) {
        faults.push(...(await tryExample(stack.url, operation, request)));
      }
    }
    expect(faults).toEqual([]);
  });
});

describe('the linter', () => {
  test('finds an example that is not valid', async () => {
    const broken = structuredClone(document);
    const body = broken.paths['/api/chat/generate']?.['post']?.requestBody?.content['application/json'];
    expect(body && exampleOf(body)).toBeDefined();
    if (body?.schema) body.schema.example = { prompt: 7 };
    expect(await lintDocument(broken)).toEqual([expect.stringContaining('no-invalid-schema-examples')]);
  });
});
