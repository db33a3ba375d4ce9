import { describe, expect, test } from 'vitest';
import type { StoredEntry } from '@continuo/shared/protocol/entry';
import type { ReadLog } from '@continuo/shared/protocol/log-page';
import type { TaskFacts } from '../tasks/find-task.ts';
import { readCursor } from './read-cursor.ts';
import { findStreamStart } from './stream-start.ts';

/** A log of 9 entries: 1 to 5 of incarnation 0, 6 to 7 of 1, 8 to 9 of 2. */
const LOG = [0, 0, 0, 0, 0, 1, 1, 2, 2].map((incarnation, i): StoredEntry => ({
  seq: i + 1,
  incarnation,
  epoch: 1,
  at: 0,
  type: 'chunk',
  data: '{}',
}));
const TASK: TaskFacts = {
  taskId: 't0_019aa0c25f3e7d1cb0a1c2d3e4f50617',
  owner: 'o',
  status: 'running',
  epoch: 3,
  seq: 9,
  incarnation: 2,
  persistedSeq: 9,
  conversationId: 'c_019aa0c25f3e7d1cb0a1c2d3e4f50618',
  request: { provider: 'simulator', model: 'sim-writer', messages: [] },
  requestHash: '',
  cancelRequested: false,
  createdAt: 0,
};

/** Pages of two entries, to cross their borders. */
const readLog: ReadLog = async (_taskId, afterSeq) => ({
  tag: 'page',
  entries: LOG.slice(afterSeq, afterSeq + 2),
});

const start = (id: string, task: TaskFacts = TASK, log: ReadLog = readLog) =>
  findStreamStart(log, task, readCursor(id, undefined));

describe('a cursor of the current incarnation', () => {
  test.each(['0-2', '3-2', '9-2', '9', '3'])('resumes behind its seq: %s', async (id) => {
    const after = { seq: Number.parseInt(id, 10), incarnation: 2 };
    expect(await start(id)).toEqual({ after, isRewound: false });
  });

  test('is finished at the terminal entry', async () => {
    expect(await start('9', { ...TASK, status: 'completed' })).toBe('finished');
  });

  test.each(['10-2', '10', '9-3'])('is refused when it was never given out: %s', async (id) => {
    await expect(start(id)).rejects.toMatchObject({ problem: { code: 'cursor_ahead' } });
  });
});

describe('invariant 4: a cursor of an older incarnation', () => {
  test.each(['1-0', '5-0', '7-1'])('resumes where the log is still the one it saw: %s', async (id) => {
    const after = { seq: Number.parseInt(id, 10), incarnation: 2 };
    expect(await start(id)).toEqual({ after, isRewound: false });
  });

  test.each([
    ['6-0', 5],
    ['9-0', 5],
    ['50-0', 5],
    ['8-1', 7],
    ['10-1', 7],
  ])('is cut back to where the log was rebuilt: %s', async (id, seq) => {
    expect(await start(id)).toEqual({
      after: { seq, incarnation: 2 },
      isRewound: true,
    });
  });

  test('gets the terminal entry again when the rebuilt log ended without new entries', async () => {
    const task: TaskFacts = { ...TASK, status: 'failed', seq: 5 };
    const log: ReadLog = async (_id, afterSeq) => ({ tag: 'page', entries: LOG.slice(afterSeq, 5) });
    expect(await start('7-0', task, log)).toMatchObject({ after: { seq: 4 } });
    expect(await start('5-0', task, log)).toBe('finished');
  });

  test('starts at the beginning without reading the log when it has seen nothing', async () => {
    const unread: ReadLog = () => Promise.reject(new Error('read'));
    expect(await start('0-0', TASK, unread)).toEqual({ after: { seq: 0, incarnation: 2 }, isRewound: false });
  });
});
