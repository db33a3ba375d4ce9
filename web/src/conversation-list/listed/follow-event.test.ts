import { expect, test } from 'vitest';
import { followEvent, type TurnEvent } from './follow-event.ts';
import { markOf, type ListedConversation } from './listed-conversation.ts';

const OLD: ListedConversation = {
  id: 'c',
  title: 'A',
  isPinned: false,
  updatedAt: 10,
  lastTurn: { taskId: 't1', status: 'completed', finishedAt: 15 },
};

const ABOUT = { task_id: 't2', conversation_id: 'c', provider: 'simulator', model: 'sim-writer' };
const CREATED: TurnEvent = { ...ABOUT, type: 'task_created', status: 'queued', at: 20 };
const STARTED: TurnEvent = { ...ABOUT, type: 'task_started', status: 'running', at: 21 };
const FINISHED = { ...ABOUT, type: 'task_finished', status: 'completed', at: 30 } as const;

function tell(conversation: ListedConversation, ...events: TurnEvent[]): ListedConversation {
  return events.reduce(followEvent, conversation);
}

test('a new turn is the last one from then on, and moves its conversation up', () => {
  expect(tell(OLD, CREATED)).toMatchObject({ updatedAt: 20, lastTurn: { taskId: 't2', status: 'queued' } });
});

test('it runs until it has ended', () => {
  expect(markOf(tell(OLD, CREATED), false)).toBe('running');
  expect(markOf(tell(OLD, CREATED, STARTED), false)).toBe('running');
  const ended = tell(OLD, CREATED, STARTED, FINISHED);
  expect(ended.lastTurn).toEqual({ taskId: 't2', status: 'completed', finishedAt: 30 });
  expect(ended.updatedAt).toBe(20);
  expect([markOf(ended, false), markOf(ended, true)]).toEqual(['unread', undefined]);
});

test('one that failed is marked as failed, one that was stopped not at all', () => {
  expect(markOf(tell(OLD, CREATED, { ...FINISHED, status: 'failed' }), true)).toBe('failed');
  expect(markOf(tell(OLD, CREATED, { ...FINISHED, status: 'cancelled' }), false)).toBeUndefined();
});

test('what becomes of an older turn changes nothing', () => {
  expect(tell(OLD, { ...FINISHED, task_id: 't0' })).toBe(OLD);
  expect(tell(OLD, { ...CREATED, at: 5 })).toBe(OLD);
});
