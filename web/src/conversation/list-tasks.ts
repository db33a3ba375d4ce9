import type { TaskSummary } from '@continuo/shared/protocol/http-api';
import type { Outcome } from '../continuo-client/api-fault.ts';
import { keepCalling, type Services } from '../services.ts';

const PAGE = 200;
/** Pages of one conversation: 2,000 turns. Older ones are not shown. */
const PAGES_MAX = 10;

/** All tasks of a conversation, newest first. Undefined when the signal was aborted. */
export async function listTasks(
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
