import type {
  ConversationChange,
  ConversationFacts,
  ConversationList,
  ConversationListQuery,
  ConversationQuery,
  ConversationReply,
  ExportQuery,
} from '@continuo/shared/protocol/conversation-api';
import type { Outcome } from './api-fault.ts';
import { withQuery, type Call } from './make-call.ts';

export interface ConversationCalls {
  /** The pinned first, then the newest; with `q` those in which words are found. A page at a time. */
  list: (query?: Partial<ConversationListQuery>) => Promise<Outcome<ConversationList>>;
  /** One with the turns of all branches, newest first, a page at a time. */
  show: (id: string, query?: Partial<ConversationQuery>) => Promise<Outcome<ConversationReply>>;
  change: (id: string, change: ConversationChange) => Promise<Outcome<ConversationFacts>>;
  /** With all that belongs to it, also when the page is left. Idempotent: after no reply the same call does the rest. */
  remove: (id: string) => Promise<Outcome<void>>;
  /** Where one branch can be downloaded as a file. */
  exportUrl: (id: string, query?: Partial<ExportQuery>) => string;
}

/** Answers that are being written are waited for. */
const REMOVE_MS_MAX = 30_000;

export function makeConversationCalls(call: Call, baseUrl: string): ConversationCalls {
  return {
    list: (query = {}) => call('/api/conversations', { query }),
    show: (id, query = {}) => call(at(id), { query }),
    change: (id, json) => call(at(id), { method: 'PATCH', json }),
    remove: (id) => call(at(id), { method: 'DELETE', outlivesPage: true, replyMsMax: REMOVE_MS_MAX }),
    exportUrl: (id, query) => baseUrl + withQuery(`${at(id)}/export`, query),
  };
}

function at(id: string): string {
  return `/api/conversations/${encodeURIComponent(id)}`;
}
