import type { TaskSummary } from '@continuo/shared/protocol/http-api';
import { expect, test } from 'vitest';
import { groupConversations } from './group-conversations.ts';

const task = (conversation: string, prompt: string, at: number, status = 'completed') =>
  ({ conversation_id: conversation, prompt, created_at: at, status }) as TaskSummary;

test('conversations come with the latest first and are named by their first prompt', () => {
  const tasks = [task('a', 'And then?', 3), task('b', 'Other', 2), task('a', 'First\n  of all', 1)];
  expect(groupConversations(tasks)).toEqual([
    { id: 'a', title: 'First of all', isRunning: false, changedAt: 3 },
    { id: 'b', title: 'Other', isRunning: false, changedAt: 2 },
  ]);
});

test('a conversation runs while one of its tasks does', () => {
  const tasks = [task('a', 'Two', 2), task('a', 'One', 1, 'running'), task('b', 'Queued', 0, 'queued')];
  expect(groupConversations(tasks).map(({ isRunning }) => isRunning)).toEqual([true, true]);
});
