import { expect, test } from 'vitest';
import { emptyAnswer, type Answer } from '../answers/answer.ts';
import { isUnderWay, turnStatus } from './turn-status.ts';

const answer = (given: Partial<Answer>): Answer => ({
  ...emptyAnswer('simulator', 'sim-writer', 0),
  ...given,
});
const retry = { attempt: 2, code: 'provider_overloaded', message: '', dueAt: 0 };

test.each([
  ['sending', turnStatus('sending', undefined)],
  ['unsent', turnStatus('unsent', undefined)],
  ['queued', turnStatus('accepted', undefined)],
  ['queued', turnStatus('accepted', answer({}))],
  ['streaming', turnStatus('accepted', answer({ status: 'running' }))],
  ['retrying', turnStatus('accepted', answer({ status: 'running', retry }))],
  ['complete', turnStatus('accepted', answer({ status: 'completed' }))],
  ['cached', turnStatus('accepted', answer({ status: 'completed', cached: true }))],
  ['stopped', turnStatus('accepted', answer({ status: 'cancelled' }))],
  ['failed', turnStatus('accepted', answer({ status: 'failed' }))],
])('case %#: a turn is %s', (expected, status) => {
  expect(status).toBe(expected);
});

test('the next message waits for what is under way and for nothing else', () => {
  const all = [
    'sending',
    'unsent',
    'queued',
    'streaming',
    'retrying',
    'complete',
    'cached',
    'stopped',
    'failed',
  ];
  const underWay = (all as Parameters<typeof isUnderWay>[0][]).filter(isUnderWay);
  expect(underWay).toEqual(['sending', 'queued', 'streaming', 'retrying']);
});
