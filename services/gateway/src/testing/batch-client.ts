import type { BatchLineReply, BatchLinesReply, BatchReply } from '@continuo/shared/protocol/batch-api';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import { eventually } from '@continuo/tests/support/eventually';
import type { TestGateway } from './test-gateway.ts';

/** `/api/batches` as a test uses it. */
export interface BatchClient {
  post: (body: unknown, headers?: Record<string, string>) => Promise<Response>;
  /** JSONL, as it is. */
  upload: (text: string, query?: string, headers?: Record<string, string>) => Promise<Response>;
  /** Posts a list; throws unless it was accepted. */
  create: (body: object) => Promise<BatchReply>;
  read: (id: string) => Promise<BatchReply>;
  /** POST to `/api/batches/{id}/{verb}`. */
  change: (id: string, verb: string) => Promise<Response>;
  lines: (id: string, query?: string) => Promise<BatchLineReply[]>;
  results: (id: string, query?: string) => Promise<Response>;
  /** Waits for so many lines to be under way, and gives their tasks. */
  waitForRunning: (id: string, count: number) => Promise<TaskId[]>;
}

export function makeBatchClient({ url }: TestGateway): BatchClient {
  const path = `${url}/api/batches`;
  const post: BatchClient['post'] = (body, headers = {}) =>
    fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const lines: BatchClient['lines'] = async (id, query = '') =>
    ((await (await fetch(`${path}/${id}/lines?limit=200&${query}`)).json()) as BatchLinesReply).lines;
  return {
    post,
    upload: (text, query = '', headers = {}) =>
      fetch(`${path}?${query}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-ndjson', ...headers },
        body: text,
      }),
    create: async (body) => {
      const response = await post(body);
      if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
      return (await response.json()) as BatchReply;
    },
    read: async (id) => (await (await fetch(`${path}/${id}`)).json()) as BatchReply,
    change: (id, verb) => fetch(`${path}/${id}/${verb}`, { method: 'POST' }),
    lines,
    results: (id, query = '') => fetch(`${path}/${id}/results?${query}`),
    waitForRunning: async (id, count) => {
      const running = await eventually(
        () => lines(id, 'status=running'),
        (those) => those.length === count,
      );
      return running.map((line) => line.task_id as TaskId);
    },
  };
}
