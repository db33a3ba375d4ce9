import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import type { AcceptedLinks } from '@continuo/shared/protocol/entry';
import type { GenerateRequest } from '@continuo/shared/protocol/http-api';
import type { ConversationId, TaskId } from '@continuo/shared/protocol/task-id';
import type { ConversationHead } from '@continuo/shared/redis/conversation-head';
import { normaliseRequest } from '../accept/normalise-request.ts';
import type { Offer } from '../config.ts';
import { Refusal } from '../http/refusal.ts';
import { findTask, type TaskFacts } from '../tasks/find-task.ts';
import { findConversation, type Conversation, type ConversationDeps } from './find-conversation.ts';
import { fitContext } from './fit-context.ts';
import { readHistory, type HistoryDeps } from './read-history.ts';

export type TurnDeps = ConversationDeps & HistoryDeps & { offer: Offer };

/** A task to be, in its place in its conversation. */
export interface Turn {
  request: ChatRequest;
  /** Undefined: a new conversation. */
  conversationId: ConversationId | undefined;
  links: AcceptedLinks;
  droppedTurns: number;
  /** The conversation as it was found. */
  newest: TaskId | undefined;
  system: string | undefined;
}

/** Begins a conversation. */
export function planFirstTurn(body: GenerateRequest, offer: Offer): Turn {
  const request = normaliseRequest(body, offer);
  return {
    ...fit({ request, mode: 'all' }),
    conversationId: undefined,
    links: {},
    newest: undefined,
    system: request.system,
  };
}

/** Goes on with a conversation, behind its newest turn or behind the one that the body names; or begins it. */
export async function planNextTurn(
  deps: TurnDeps,
  body: GenerateRequest,
  conversationId: ConversationId,
  head: ConversationHead,
): Promise<Turn> {
  const given = normaliseRequest(body, deps.offer);
  const conversation = await findConversation(deps, conversationId, head);
  const parent = await findParent(deps, body, conversationId, conversation);
  if (parent && body.messages) {
    const detail = 'the conversation has its history here: give a prompt, or "parent_task_id": null';
    throw new Refusal('validation', undefined, [{ pointer: '/messages', detail }]);
  }
  const mode = body.history ?? 'all';
  const history = parent && (await readHistory(deps, parent, mode));
  const { newest } = conversation;
  const system = newest ? conversation.system : (given.system ?? conversation.system);
  const request = {
    ...withSystem(given, given.system ?? system),
    messages: [...(history?.messages ?? []), ...given.messages],
  };
  return {
    ...fit({ request, mode, droppedTurns: history?.droppedTurns }),
    conversationId,
    links: parent ? { parent_task_id: parent.taskId } : {},
    newest: newest?.taskId,
    system,
  };
}

/** The turn that is to be answered; undefined: this is a first one. */
async function findParent(
  deps: TurnDeps,
  { parent_task_id: named }: GenerateRequest,
  conversationId: ConversationId,
  { newest }: Conversation,
): Promise<TaskFacts | undefined> {
  if (named === undefined) return newest;
  if (named === null) return undefined;
  const parent = await findTask(deps, named);
  if (parent.conversationId === conversationId) return parent;
  const detail = 'it is a turn of another conversation';
  throw new Refusal('validation', undefined, [{ pointer: '/parent_task_id', detail }]);
}

function withSystem({ system: _own, ...request }: ChatRequest, system: string | undefined): ChatRequest {
  return system === undefined ? request : { ...request, system };
}

/** @throws Refusal `context_too_long` */
export function fit({
  request,
  mode,
  droppedTurns = 0,
}: {
  request: ChatRequest;
  mode: 'all' | 'fit';
  droppedTurns?: number | undefined;
}): { request: ChatRequest; droppedTurns: number } {
  const fitted = fitContext(request, mode);
  if (fitted.tag === 'too_long') throw new Refusal('context_too_long', `${fitted.detail}.`);
  return { request: fitted.request, droppedTurns: droppedTurns + fitted.droppedTurns };
}
