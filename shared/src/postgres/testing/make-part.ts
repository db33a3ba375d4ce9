import { randomUUID } from 'node:crypto';
import { encodeData, type EntryDraft, type StoredEntry, type Usage } from '../../protocol/entry.ts';
import { makeConversationId, makeTaskId } from '../../protocol/task-id.ts';
import { addEntry, type TaskPart } from '../task-part.ts';
import { emptyProgress, type TaskOrigin, type TaskProgress } from '../task-progress.ts';

export const AT = 1_700_000_000_000;
const USAGE: Usage = {
  input_tokens: 7,
  cached_input_tokens: 2,
  output_tokens: 11,
  reasoning_tokens: 3,
  estimated: false,
};
export const ACCEPTED: EntryDraft = {
  type: 'accepted',
  provider: 'simulator',
  model: 'sim-writer',
  conversation_id: 'c',
  request_hash: 'h',
};
export const STARTED: EntryDraft = {
  type: 'attempt_started',
  attempt: 1,
  worker: 'host-1',
  provider: 'simulator',
  model: 'sim-writer',
  strategy: 'restart',
  kept_chunks: 0,
};
export const COMPLETED: EntryDraft = {
  type: 'completed',
  finish_reason: 'stop',
  usage: USAGE,
  cost_usd: 0.25,
};

export function chunk(chunkId: number, text: string): EntryDraft {
  return { type: 'chunk', chunk_id: chunkId, text };
}

export function makeOrigin(given: Partial<TaskOrigin> = {}): TaskOrigin {
  return {
    id: makeTaskId(0, randomUUID()),
    owner: 'alice',
    conversationId: makeConversationId(randomUUID()),
    request: '{"provider":"simulator","model":"sim-writer","messages":[{"role":"user","content":"Why?"}]}',
    requestHash: 'h',
    prompt: 'Why?',
    createdAt: AT,
    ...given,
  };
}

/** Drafts as the entries that Redis would make of them, from `afterSeq + 1` on. */
export function storeDrafts(
  drafts: readonly EntryDraft[],
  { afterSeq = 0, incarnation = 0 } = {},
): StoredEntry[] {
  return drafts.map((draft, i) => ({
    seq: afterSeq + i + 1,
    incarnation,
    type: draft.type,
    epoch: 1,
    at: AT + afterSeq + i,
    data: encodeData(draft),
  }));
}

/** @param after what the log says before these entries */
export function makePart(
  origin: TaskOrigin,
  entries: readonly StoredEntry[],
  after: TaskProgress = emptyProgress(),
): TaskPart {
  const part: TaskPart = { taskId: origin.id, entries: [], progress: { ...after }, origin };
  for (const entry of entries) addEntry(part, entry);
  return part;
}
