import { expect, test } from 'vitest';
import type { ApiFault } from '../../continuo-client/api/api-fault.ts';
import type { ProblemCode } from '@continuo/shared/protocol/problem';
import { makeProblem } from '@continuo/shared/protocol/problem';
import { decideNext } from './deliver-message.ts';
import { isTooOld, moveBehind, placeRequest, type OutboxMessage } from './outbox-message.ts';

const PARENT = 't0_019aa0c25f3e7d1cb0a1c2d3e4f50617';
const request = { prompt: 'Why?', conversation_id: 'c_1' };

const message = (given: Partial<OutboxMessage> = {}): OutboxMessage => ({
  key: 'key-1',
  conversationId: 'c_1',
  prompt: 'Why?',
  provider: 'simulator',
  model: 'sim-writer',
  createdAt: 0,
  parent: null,
  call: { kind: 'generate', request },
  ...given,
});

const problem = (code: ProblemCode): ApiFault => {
  const told = makeProblem(code);
  return { kind: 'problem', status: told.status, problem: told, retryAfterMs: undefined };
};

test('a message says behind which turn it stands, a first one that it is that', () => {
  expect(placeRequest(request, PARENT)).toEqual({ ...request, parent_task_id: PARENT });
  expect(placeRequest(request, null)).toEqual({ ...request, parent_task_id: null });
});

test('what is answered anew stands where it stood', () => {
  expect(placeRequest({ regenerate_of: PARENT }, PARENT)).toEqual({ regenerate_of: PARENT });
});

test('when a message is gone, only what stood behind it moves', () => {
  const behind = message({ key: 'key-2', parent: 'key-1' });
  const elsewhere = message({ key: 'key-3', parent: PARENT });
  const moved = moveBehind([behind, elsewhere], 'key-1', 't1');
  expect(moved).toEqual([{ ...behind, parent: 't1' }, elsewhere]);
  expect(moved[1]).toBe(elsewhere);
});

test('a message is not sent by itself when the service may have forgotten its key', () => {
  const hour = 3_600_000;
  expect(isTooOld(message(), 19 * hour)).toBe(false);
  expect(isTooOld(message(), 24 * hour)).toBe(true);
});

test('a message behind an answer that is being made waits for its end', () => {
  expect(decideNext(message(), problem('turn_running'))).toEqual({ kind: 'wait' });
});

test('what cannot be gone on with is asked anew, under the same key', () => {
  const otherwise = { regenerate_of: PARENT };
  const retry = message({ call: { kind: 'retry', taskId: PARENT, otherwise } });
  const asked = { ...retry, call: { kind: 'generate', request: otherwise } };
  expect(decideNext(retry, problem('unknown_task'))).toEqual({ kind: 'send', message: asked });
  expect(decideNext(retry, problem('gone'))).toEqual({ kind: 'send', message: asked });
});

test('anything else is refused', () => {
  expect(decideNext(message(), problem('validation'))).toEqual({ kind: 'refused' });
  expect(decideNext(message(), problem('unknown_conversation'))).toEqual({ kind: 'refused' });
});
