import { fillAnswers } from '@continuo/shared/postgres/fill-answers';
import type { Postgres } from '@continuo/shared/postgres/connection';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { Redis } from '@continuo/shared/redis/connection';
import { mirrorTask } from './mirror-task.ts';
import type { TestGateway } from './test-gateway.ts';
import { writeWholeAnswer } from './write-answer.ts';

/** A turn with its whole answer, in Redis alone. */
export async function tellTurn(
  gateway: TestGateway,
  redis: Redis,
  body: object,
  answer = 'An answer.',
): Promise<{ task_id: TaskId; conversation_id: string }> {
  const { task_id, conversation_id } = await gateway.accept({ cache: false, ...body });
  await writeWholeAnswer(redis, task_id, [answer]);
  return { task_id, conversation_id };
}

/** What persisters do with turns that are over. */
export async function mirrorTurns(
  redis: Redis,
  postgres: Postgres,
  taskIds: readonly TaskId[],
): Promise<void> {
  for (const taskId of taskIds) await mirrorTask(redis, postgres, taskId);
  await fillAnswers(postgres, taskIds.length);
}

/** JSON of a route, which must answer 200. */
export async function getJson<Reply>(gateway: TestGateway, path: string): Promise<Reply> {
  const response = await fetch(gateway.url + path);
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as Reply;
}

export function patch(gateway: TestGateway, path: string, body: unknown): Promise<Response> {
  return fetch(gateway.url + path, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}
