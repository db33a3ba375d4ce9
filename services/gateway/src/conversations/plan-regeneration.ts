import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import type { GenerateRequest } from '@continuo/shared/protocol/http-api';
import { readConversationHead } from '@continuo/shared/redis/conversation-head';
import { normaliseRequest } from '../accept/normalise-request.ts';
import { Refusal } from '../http/refusal.ts';
import { findTask } from '../tasks/find-task.ts';
import { readTaskView } from '../tasks/task-view.ts';
import { findConversation } from './find-conversation.ts';
import { fit, type Turn, type TurnDeps } from './plan-turn.ts';
import { logGone } from './read-history.ts';

/**
 * Asks what a task was asked once more, as its sibling: the same prompt behind the same history, by another model or
 * with other parameters where the body names them. The task may be of any kind, and still be running.
 */
export async function planRegeneration(deps: TurnDeps, body: GenerateRequest, of: string): Promise<Turn> {
  const origin = await findTask(deps, of);
  const { taskId, conversationId } = origin;
  if (body.conversation_id !== undefined && body.conversation_id !== conversationId) {
    const detail = 'regenerate_of is a task of another conversation';
    throw new Refusal('validation', undefined, [{ pointer: '/conversation_id', detail }]);
  }
  const [view, head] = await Promise.all([
    readTaskView(deps.readLog, taskId),
    readConversationHead(deps.redis, deps.owner, conversationId),
  ]);
  if (!view) throw logGone(origin);
  const { newest, system } = await findConversation(deps, conversationId, head);
  const request = normaliseRequest(askAgain(body, origin.request), deps.offer);
  return {
    ...fit({ request, mode: 'all', droppedTurns: view.droppedTurns }),
    conversationId,
    links: {
      rerun_of: taskId,
      ...(view.links.parentTaskId && { parent_task_id: view.links.parentTaskId }),
    },
    newest: newest?.taskId ?? taskId,
    system,
  };
}

/** What the body does not say is as it was. A model that is named alone may be another provider's. */
function askAgain(body: GenerateRequest, { provider, model, ...before }: ChatRequest): GenerateRequest {
  const isSameModel = body.provider === undefined && body.model === undefined;
  return {
    provider: isSameModel ? provider : body.provider,
    model: isSameModel ? model : body.model,
    messages: before.messages,
    system: body.system ?? before.system,
    temperature: body.temperature ?? before.temperature,
    max_tokens: body.max_tokens ?? before.max_tokens,
    fallbacks: body.fallbacks ?? before.fallbacks,
  };
}
