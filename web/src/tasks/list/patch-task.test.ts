import type { ListedTask } from '@continuo/shared/protocol/http-api';
import { describe, expect, test } from 'vitest';
import { mayList, mergeTask, patchTask, type TaskEvent } from './patch-task.ts';

const QUEUED: ListedTask = {
  task_id: 't0_1',
  conversation_id: 'c_1',
  status: 'queued',
  provider: 'simulator',
  model: 'sim-writer',
  prompt: 'Why?',
  cached: false,
  attempt: 0,
  created_at: 1_000,
  finished_at: null,
  worker: null,
  started_at: null,
  first_chunk_at: null,
  chunks_count: 0,
  output_tokens: null,
  cost_usd: null,
  error_code: null,
  parent_task_id: null,
  origin_task_id: null,
  batch_id: null,
  batch_line: null,
};
const RUNNING: ListedTask = { ...QUEUED, status: 'running', attempt: 2, started_at: 1_100, worker: 'w-1' };
const DONE: ListedTask = { ...RUNNING, status: 'completed', finished_at: 2_000, output_tokens: 7 };

const ABOUT = {
  task_id: 't0_1',
  at: 1_500,
  conversation_id: 'c_1',
  provider: 'simulator',
  model: 'sim-writer',
};
const CREATED = { ...ABOUT, type: 'task_created', status: 'queued' } as const;
const STARTED: TaskEvent = { ...ABOUT, type: 'task_started', status: 'running', attempt: 3, worker: 'w-2' };
const FINISHED: TaskEvent = { ...ABOUT, type: 'task_finished', status: 'failed', code: 'poison' };

describe('a row that an event is about', () => {
  test('shows who works on it since when', () => {
    expect(patchTask(QUEUED, STARTED)).toMatchObject({
      status: 'running',
      attempt: 3,
      worker: 'w-2',
      started_at: 1_500,
    });
  });

  test('keeps its beginning when another attempt goes on', () => {
    expect(patchTask(RUNNING, STARTED)).toMatchObject({ attempt: 3, worker: 'w-2', started_at: 1_100 });
  });

  test('keeps its attempts when it copies another task', () => {
    const copies: TaskEvent = { ...ABOUT, type: 'task_started', status: 'running', cached: true };
    expect(patchTask(RUNNING, copies)).toMatchObject({ attempt: 2, worker: 'w-1', cached: true });
  });

  test('shows who is asked next', () => {
    const event: TaskEvent = {
      ...ABOUT,
      type: 'task_retrying',
      status: 'running',
      attempt: 2,
      code: 'provider_error',
      to_provider: 'openai',
      to_model: 'other',
    };
    expect(patchTask(RUNNING, event)).toMatchObject({ provider: 'openai', model: 'other' });
  });

  test('ends with its reason', () => {
    expect(patchTask(RUNNING, FINISHED)).toMatchObject({
      status: 'failed',
      finished_at: 1_500,
      error_code: 'poison',
    });
  });

  test('is over when it is over, whatever comes late', () => {
    for (const event of [STARTED, FINISHED, CREATED]) expect(patchTask(DONE, event)).toBe(DONE);
  });
});

describe('a row that was read anew', () => {
  test('has what was read', () => {
    expect(mergeTask(RUNNING, DONE)).toBe(DONE);
    expect(mergeTask(DONE, { ...DONE, output_tokens: 8 }).output_tokens).toBe(8);
  });

  test('takes nothing back that an event had told', () => {
    expect(mergeTask(DONE, RUNNING)).toBe(DONE);
    expect(mergeTask(RUNNING, QUEUED)).toBe(RUNNING);
    expect(mergeTask(RUNNING, { ...RUNNING, attempt: 1 })).toBe(RUNNING);
  });
});

describe('a new task', () => {
  test('may be listed unless what is known of it says no', () => {
    expect(mayList({}, CREATED)).toBe(true);
    expect(mayList({ model: 'sim-writer', conv: 'c_1' }, CREATED)).toBe(true);
    expect(mayList({ q: 'tea', worker: 'w-1' }, CREATED)).toBe(true);
    expect(mayList({ model: 'another' }, CREATED)).toBe(false);
    expect(mayList({ batch: 'b_1' }, CREATED)).toBe(false);
  });

  test('comes after a time that is over', () => {
    expect(mayList({ range: 'custom', to: '500' }, CREATED)).toBe(false);
    expect(mayList({ range: 'all', to: '500' }, CREATED)).toBe(true);
  });
});
