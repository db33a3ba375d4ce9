import type { TaskSummary } from '@continuo/shared/protocol/http-api';
import type { Outcome } from '../continuo-client/api-fault.ts';
import { keepCalling, type Services } from '../services.ts';

const PAGE = 200;
/** Pages of one conversation: 2,000 turns. Older ones are not shown. */
const PAGES_MAX = 10;

/**
 * All tasks of a conversation, newest first. Undefined when the signal was aborted.
 *
 * @param latestId the task that the page's address names. The list comes from the store that follows the logs, so
 *   that a task which was accepted a moment ago may not be in it yet.
 */
export async function listTasks(
  services: Services,
  conversationId: string,
  latestId: string | undefined,
  signal: AbortSignal,
): Promise<Outcome<TaskSummary[]> | undefined> {
  const listed = await readList(services, conversationId, signal);
  if (!listed?.ok || latestId === undefined) return listed;
  if (listed.value.some((task) => task.task_id === latestId)) return listed;
  const { api } = services.client;
  const latest = await keepCalling(services, () => api.status(latestId), { signal });
  const belongs = latest?.ok && latest.value.conversation_id === conversationId;
  return belongs ? { ok: true, value: [latest.value, ...listed.value] } : listed;
}

async function readList(
  services: Services,
  conversationId: string,
  signal: AbortSignal,
): Promise<Outcome<TaskSummary[]> | undefined> {
  const { api } = services.client;
  const tasks: TaskSummary[] = [];
  let before: string | undefined;
  for (let page = 0; page < PAGES_MAX; page++) {
    const query = {
      conversation_id: conversationId,
      limit: PAGE,
      ...(before === undefined ? {} : { before }),
    };
    const outcome = await keepCalling(services, () => api.list(query), { signal });
    if (!outcome?.ok) return outcome;
    tasks.push(...outcome.value.tasks);
    if (outcome.value.next_before === null) break;
    before = outcome.value.next_before;
  }
  return { ok: true, value: tasks };
}
