import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import type { StoredEntry } from '@continuo/shared/protocol/entry';
import type { CancelReply, GenerateReply } from '@continuo/shared/protocol/http-api';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { TaskStatus } from '@continuo/shared/protocol/task-status';
import type { LedgerEntry } from '@continuo/simulator/ledger';

/** What a run leaves behind, as plain data: all that the checker judges. Times are unix ms of one machine. */
export interface Evidence {
  leaseMs: number;
  accepted: Accepted[];
  cancels: CancelRecord[];
  transcripts: Transcript[];
  redis: RedisDump;
  postgres: PostgresDump;
  /** What the provider saw, over all its lives; a call that a kill cut off has an end. */
  ledger: ProviderCall[];
  /** What the result route says after the run. */
  results: ResultRecord[];
  fenceProbes: FenceProbe[];
  mirrorSamples: MirrorSample[];
  strangerProbes: StrangerProbe[];
  /** Answers that no client should get, as sentences. */
  refusals: string[];
  unsettled: Unsettled[];
}

export function emptyEvidence(leaseMs: number): Evidence {
  return {
    leaseMs,
    accepted: [],
    cancels: [],
    transcripts: [],
    redis: { tasks: [], requests: 0, pendingForGenerators: 0, pendingForPersisters: 0 },
    postgres: { tasks: [], orphans: 0 },
    ledger: [],
    results: [],
    fenceProbes: [],
    mirrorSamples: [],
    strangerProbes: [],
    refusals: [],
    unsettled: [],
  };
}

/** What had not come to an end when the run stopped waiting. */
export interface Unsettled {
  /** Which promise that breaks. */
  invariant: number;
  what: string;
}

/** A request that was answered with 202. */
export interface Accepted {
  owner: string;
  at: number;
  taskId: TaskId;
  reply: GenerateReply;
  body: { prompt: string; model: string; max_tokens?: number; cache?: boolean };
  idempotencyKey: string | undefined;
}

export interface CancelRecord {
  taskId: TaskId;
  sentAt: number;
  repliedAt: number;
  reply: CancelReply;
}

/** Everything one reader was sent, connection by connection. */
export interface Transcript {
  taskId: TaskId;
  reader: string;
  connections: Connection[];
}

export interface Connection {
  gateway: number;
  /** The cursor it came with; undefined: from the start. */
  cursor: string | undefined;
  /** 0: none, the connection broke before. */
  status: number;
  frames: Frame[];
  end: 'cut_by_us' | 'ended_by_server' | 'broke' | 'silent';
}

export interface Frame {
  id: string;
  event: string;
  data: string;
}

export interface RedisDump {
  tasks: DumpedRecord[];
  requests: number;
  pendingForGenerators: number;
  pendingForPersisters: number;
}

export interface DumpedRecord {
  taskId: TaskId;
  owner: string;
  status: TaskStatus;
  epoch: number;
  seq: number;
  persistedSeq: number;
  requestHash: string;
  request: ChatRequest;
  /** Undefined: the stream has left Redis. */
  entries: StoredEntry[] | undefined;
}

export interface PostgresDump {
  tasks: DumpedRow[];
  /** Rows of logs without a task. */
  orphans: number;
}

export interface DumpedRow {
  taskId: TaskId;
  owner: string;
  status: TaskStatus;
  seq: number;
  requestHash: string;
  request: ChatRequest;
  entries: StoredEntry[];
}

export type ProviderCall = Pick<
  LedgerEntry,
  | 'id'
  | 'requested_model'
  | 'client_request_id'
  | 'prompt'
  | 'started_at'
  | 'ended_at'
  | 'start'
  | 'background'
  | 'input_tokens'
  | 'output_tokens'
  | 'preamble_tokens'
  | 'first_token'
  | 'open_connections'
>;

export interface ResultRecord {
  taskId: TaskId;
  status: string;
  text: string;
}

/** A write under a fence that was known to be old or forged, and what came of it. */
export interface FenceProbe {
  taskId: TaskId;
  transition: string;
  /** `old`: of a holder that another has followed; `forged`: the epoch of now with a nonce of ours. */
  fence: 'old' | 'forged';
  tag: string;
}

/** What Redis believed Postgres to have, and what Postgres had right after. */
export interface MirrorSample {
  taskId: TaskId;
  persistedSeq: number;
  mirroredSeq: number;
}

/** A request of another owner for a task that is not theirs. */
export interface StrangerProbe {
  taskId: TaskId;
  route: string;
  status: number;
}
