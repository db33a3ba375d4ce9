import type { ModelsReply } from '@continuo/shared/protocol/http-api';
import type { StatsReply } from '@continuo/shared/protocol/stats-api';
import type { StatsWindow } from '@continuo/shared/protocol/stats-window';
import type { Outcome } from './api-fault.ts';
import { makeBatchCalls, type BatchCalls } from './batches.ts';
import { makeConversationCalls, type ConversationCalls } from './conversations.ts';
import { makeDeadLetterCalls, type DeadLetterCalls } from './dead-letters.ts';
import { makeTaskCalls, type TaskCalls } from './tasks.ts';
import { makeWorkflowCalls, type WorkflowCalls } from './workflows.ts';
import { makeCall } from './make-call.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';

/** The calls of the HTTP API (docs/PROTOCOL.md, section 5); those of tasks stand at the top. */
export interface Api extends TaskCalls {
  conversations: ConversationCalls;
  workflows: WorkflowCalls;
  batches: BatchCalls;
  deadLetters: DeadLetterCalls;
  stats: (window: StatsWindow) => Promise<Outcome<StatsReply>>;
  models: () => Promise<Outcome<ModelsReply>>;
}

export function makeApi(surroundings: Surroundings): Api {
  const call = makeCall(surroundings);
  const { baseUrl } = surroundings;
  return {
    ...makeTaskCalls(call),
    conversations: makeConversationCalls(call, baseUrl),
    workflows: makeWorkflowCalls(call),
    batches: makeBatchCalls(call, baseUrl),
    deadLetters: makeDeadLetterCalls(call),
    stats: (window) => call('/api/stats', { query: { window } }),
    models: () => call('/api/models'),
  };
}
