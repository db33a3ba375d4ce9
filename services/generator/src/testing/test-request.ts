import { randomUUID } from 'node:crypto';
import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import { decodeEntry } from '@continuo/shared/protocol/entry';
import { foldTask, type TaskView } from '@continuo/shared/protocol/fold-task';
import { isTerminal } from '@continuo/shared/protocol/task-status';
import { readTaskRecord } from '@continuo/shared/redis/task-record';
import type { TaskRef } from '@continuo/shared/redis/transitions';
import { hashRequest, newTask, readLog, submitNew } from '@continuo/shared/redis/testing/test-task';
import type { TestRedis } from '@continuo/shared/redis/testing/use-redis';
import { eventually } from '@continuo/tests/support/eventually';

/** A request with a prompt of its own, by which the simulator's ledger finds it. */
export function makeRequest(
  model = 'sim-writer@tokens=100',
  overrides: Partial<ChatRequest> = {},
): ChatRequest {
  const messages: ChatRequest['messages'] = [{ role: 'user', content: `What is a log? ${randomUUID()}` }];
  return { provider: 'simulator', model, messages, ...overrides };
}

/** Submits it as a gateway does. */
export function submitRequest(
  { transitions }: Pick<TestRedis, 'transitions'>,
  request: ChatRequest,
  cacheable = true,
): Promise<TaskRef> {
  const task = newTask(hashRequest('local', request));
  return submitNew(transitions, { request: JSON.stringify(request), cacheable }, task);
}

/** What the log says once the task has got so far. */
export async function untilView(
  { redis }: Pick<TestRedis, 'redis'>,
  task: TaskRef,
  isReached: (view: TaskView) => boolean,
): Promise<TaskView> {
  return eventually(async () => foldTask((await readLog(redis, task)).map(decodeEntry)), isReached);
}

/** What the log says once the task is over. */
export async function untilEnded(store: Pick<TestRedis, 'redis'>, task: TaskRef): Promise<TaskView> {
  await eventually(
    () => readTaskRecord(store.redis, task.taskId),
    (record) => record !== undefined && isTerminal(record.status),
  );
  return untilView(store, task, () => true);
}
