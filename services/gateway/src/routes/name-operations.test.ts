import { expect, test } from 'vitest';
import { nameOperations } from './name-operations.ts';

test('operations are named by their method and path', () => {
  const paths = {
    '/api/batches/{batch_id}/lines': { get: { summary: 'Lines' }, post: {} },
    '/api/batches': { get: {} },
  };
  expect(nameOperations(paths)).toEqual({
    '/api/batches/{batch_id}/lines': {
      get: { operationId: 'get_batches_batch_id_lines', summary: 'Lines' },
      post: { operationId: 'post_batches_batch_id_lines' },
    },
    '/api/batches': { get: { operationId: 'get_batches' } },
  });
});

test('what is named already keeps its name', () => {
  expect(nameOperations({ '/x': { get: { operationId: 'mine' } } })).toEqual({
    '/x': { get: { operationId: 'mine' } },
  });
});
