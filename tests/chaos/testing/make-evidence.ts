import {
  encodeData,
  entryJson,
  NO_USAGE,
  type EntryDraft,
  type StoredEntry,
} from '@continuo/shared/protocol/entry';
import { formatCursor } from '@continuo/shared/protocol/cursor';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import { isTerminal, type TaskStatus } from '@continuo/shared/protocol/task-status';
import { callName } from '../checks/provider-calls.ts';
import { expectedAnswer } from '@continuo/simulator/model-name';
import {
  emptyEvidence,
  type Accepted,
  type DumpedRecord,
  type DumpedRow,
  type Evidence,
  type Frame,
  type ProviderCall,
  type Transcript,
} from '../evidence/evidence.ts';

/** What a run leaves behind in which nothing went wrong, small enough to be spoiled by hand. */

/** Taken over once: the second attempt goes on behind the 4th of 10 tokens. */
export const TAKEN_OVER: TaskId = 't0_00000000000000000000000000000001';
export const CANCELLED: TaskId = 't0_00000000000000000000000000000002';
/** Answered with the text of the one that was taken over, without a call. */
export const CACHED: TaskId = 't0_00000000000000000000000000000003';

const MODEL = 'sim-writer@tokens=10';
const LEASE_MS = 1_000;
/** The second attempt begins one and a half leases after the first. */
const SECOND_AT = 2_500;

interface Line {
  epoch: number;
  at: number;
  draft: EntryDraft;
}

function storedLog(lines: readonly Line[]): StoredEntry[] {
  return lines.map(({ epoch, at, draft }, i) => ({
    seq: i + 1,
    incarnation: 0,
    epoch,
    at,
    type: draft.type,
    data: encodeData(draft),
  }));
}

function accepted(at: number): Line {
  const request = { provider: 'simulator', model: MODEL, conversation_id: 'c_1', request_hash: 'hash' };
  return { epoch: 0, at, draft: { type: 'accepted', ...request } };
}

function attempt(epoch: number, at: number, keptChunks: number): Line {
  const who = { attempt: epoch, worker: `host-${epoch}`, provider: 'simulator', model: MODEL };
  const how = { strategy: keptChunks === 0 ? 'restart' : 'continue', kept_chunks: keptChunks } as const;
  return { epoch, at, draft: { type: 'attempt_started', ...who, ...how } };
}

function chunks(prompt: string, epoch: number, at: number, from: number, to: number): Line[] {
  const tokens = expectedAnswer(MODEL, prompt).tokens.slice(from, to);
  return tokens.map((text, i) => ({ epoch, at, draft: { type: 'chunk', chunk_id: from + i, text } }));
}

function completed(epoch: number, at: number): Line {
  return { epoch, at, draft: { type: 'completed', finish_reason: 'stop', usage: NO_USAGE, cost_usd: 0 } };
}

const LOGS: Readonly<Record<TaskId, { prompt: string; lines: readonly Line[] }>> = {
  [TAKEN_OVER]: {
    prompt: 'first',
    lines: [
      accepted(1_000),
      attempt(1, 1_000, 0),
      ...chunks('first', 1, 1_100, 0, 4),
      attempt(2, SECOND_AT, 4),
      ...chunks('first', 2, 2_600, 4, 10),
      completed(2, 2_700),
    ],
  },
  [CANCELLED]: {
    prompt: 'second',
    lines: [
      accepted(1_000),
      attempt(1, 1_000, 0),
      ...chunks('second', 1, 1_100, 0, 3),
      { epoch: 1, at: 1_200, draft: { type: 'cancel_requested' } },
      { epoch: 1, at: 1_250, draft: { type: 'cancelled' } },
    ],
  },
  [CACHED]: {
    prompt: 'first',
    lines: [
      accepted(3_000),
      { epoch: 0, at: 3_000, draft: { type: 'cache_hit', source_task_id: TAKEN_OVER, kept_chunks: 0 } },
      ...chunks('first', 0, 3_000, 0, 10),
      completed(0, 3_000),
    ],
  },
};

export function makeEvidence(): Evidence {
  const evidence = emptyEvidence(LEASE_MS);
  for (const [id, { prompt, lines }] of Object.entries(LOGS) as [TaskId, (typeof LOGS)[TaskId]][]) {
    const log = storedLog(lines);
    evidence.accepted.push(makeAccepted(id, prompt, log));
    evidence.redis.tasks.push(makeRecord(id, prompt, log));
    evidence.postgres.tasks.push(makeRow(id, prompt, log));
    evidence.transcripts.push(makeTranscript(id, log));
    const texts = lines.map(({ draft }) => (draft.type === 'chunk' ? draft.text : ''));
    evidence.results.push({ taskId: id, status: statusOf(log), text: texts.join('') });
  }
  // The one that was taken over has left Redis.
  const [gone] = evidence.redis.tasks;
  if (gone) gone.entries = undefined;
  const reply = { task_id: CANCELLED, status: 'running', cancel_requested: true } as const;
  evidence.cancels.push({ taskId: CANCELLED, sentAt: 1_150, repliedAt: 1_210, reply });
  evidence.ledger.push(
    makeCall('a', TAKEN_OVER, 1, 1_001, 1_200, 0, 4),
    makeCall('b', TAKEN_OVER, 2, SECOND_AT + 1, 2_690, 4, 6),
    makeCall('c', CANCELLED, 1, 1_001, 1_240, 0, 5),
  );
  evidence.fenceProbes.push({ taskId: TAKEN_OVER, transition: 'append', fence: 'old', tag: 'stale_epoch' });
  evidence.mirrorSamples.push({ taskId: TAKEN_OVER, persistedSeq: 3, mirroredSeq: 4 });
  evidence.strangerProbes.push({ taskId: TAKEN_OVER, route: 'status', status: 404 });
  return evidence;
}

function statusOf(log: readonly StoredEntry[]): TaskStatus {
  const end = log.at(-1)?.type ?? '';
  return isTerminal(end) ? end : 'running';
}

function requestOf(prompt: string): DumpedRecord['request'] {
  return { provider: 'simulator', model: MODEL, messages: [{ role: 'user', content: prompt }] };
}

function makeAccepted(taskId: TaskId, prompt: string, log: readonly StoredEntry[]): Accepted {
  const isCached = log[1]?.type === 'cache_hit';
  return {
    owner: 'local',
    at: log[0]?.at ?? 0,
    taskId,
    reply: {
      task_id: taskId,
      conversation_id: 'c_1',
      status: isCached ? 'completed' : 'queued',
      cached: isCached,
      stream_url: `/api/chat/stream/${taskId}`,
    },
    body: { prompt, model: MODEL },
    idempotencyKey: `key-${taskId}`,
  };
}

function makeRow(taskId: TaskId, prompt: string, log: readonly StoredEntry[]): DumpedRow {
  return {
    taskId,
    owner: 'local',
    status: statusOf(log),
    seq: log.length,
    requestHash: `hash of ${prompt}`,
    request: requestOf(prompt),
    entries: structuredClone([...log]),
  };
}

function makeRecord(taskId: TaskId, prompt: string, log: readonly StoredEntry[]): DumpedRecord {
  const row = makeRow(taskId, prompt, log);
  return { ...row, epoch: log.at(-1)?.epoch ?? 0, persistedSeq: log.length };
}

/** Two connections, and the third that hears that there is no more. */
function makeTranscript(taskId: TaskId, log: readonly StoredEntry[]): Transcript {
  const frames = log.map((entry): Frame => ({
    id: formatCursor(entry),
    event: entry.type,
    data: entryJson(entry),
  }));
  const cursor = frames[1]?.id;
  return {
    taskId,
    reader: '0',
    connections: [
      { gateway: 0, cursor: undefined, status: 200, frames: frames.slice(0, 2), end: 'cut_by_us' },
      { gateway: 1, cursor, status: 200, frames: frames.slice(2), end: 'ended_by_server' },
      { gateway: 0, cursor: frames.at(-1)?.id, status: 204, frames: [], end: 'ended_by_server' },
    ],
  };
}

function makeCall(
  id: string,
  taskId: TaskId,
  epoch: number,
  startedAt: number,
  endedAt: number,
  firstToken: number,
  tokens: number,
): ProviderCall {
  return {
    id,
    requested_model: MODEL,
    client_request_id: callName(taskId, { epoch, attempt: epoch }),
    prompt: LOGS[taskId]?.prompt ?? '',
    started_at: startedAt,
    ended_at: endedAt,
    start: firstToken === 0 ? 'fresh' : 'prefill',
    background: false,
    input_tokens: 5,
    output_tokens: tokens,
    preamble_tokens: 0,
    first_token: firstToken,
    open_connections: 0,
  };
}
