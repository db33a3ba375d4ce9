import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import { decodeEntry, type Entry, type StoredEntry } from '@continuo/shared/protocol/entry';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type {
  Accepted,
  CancelRecord,
  DumpedRecord,
  DumpedRow,
  Evidence,
  ResultRecord,
  Transcript,
} from '../evidence/evidence.ts';

/** A broken promise. The numbers are those of design section 4. */
export interface Violation {
  invariant: number;
  taskId?: TaskId;
  what: string;
}

/** Everything about one task. */
export interface TaskCase {
  taskId: TaskId;
  record: DumpedRecord | undefined;
  row: DumpedRow | undefined;
  owner: string;
  /** Undefined: no store knows it. */
  request: ChatRequest | undefined;
  requestHash: string;
  /** Redis', or once it has left there, Postgres'. */
  log: readonly StoredEntry[];
  entries: readonly Entry[];
  accepted: readonly Accepted[];
  cancels: readonly CancelRecord[];
  transcripts: readonly Transcript[];
  result: ResultRecord | undefined;
}

export interface CaseFile {
  evidence: Evidence;
  tasks: readonly TaskCase[];
}

/** One violation of a task. */
export function blame(invariant: number, { taskId }: Pick<TaskCase, 'taskId'>, what: string): Violation {
  return { invariant, taskId, what };
}

/** Sorts the evidence by task: those that were accepted, and those that only a store knows. */
export function openCases(evidence: Evidence): CaseFile {
  const records = new Map(evidence.redis.tasks.map((record) => [record.taskId, record]));
  const rows = new Map(evidence.postgres.tasks.map((row) => [row.taskId, row]));
  const accepted = Map.groupBy(evidence.accepted, ({ taskId }) => taskId);
  const cancels = Map.groupBy(evidence.cancels, ({ taskId }) => taskId);
  const transcripts = Map.groupBy(evidence.transcripts, ({ taskId }) => taskId);
  const results = new Map(evidence.results.map((result) => [result.taskId, result]));
  const ids = new Set([...accepted.keys(), ...records.keys(), ...rows.keys()]);
  const tasks = [...ids].map((taskId): TaskCase => {
    const record = records.get(taskId);
    const row = rows.get(taskId);
    const log = record?.entries ?? row?.entries ?? [];
    return {
      taskId,
      record,
      row,
      owner: record?.owner ?? row?.owner ?? '',
      request: record?.request ?? row?.request,
      requestHash: record?.requestHash ?? row?.requestHash ?? '',
      log,
      entries: log.map(decodeEntry),
      accepted: accepted.get(taskId) ?? [],
      cancels: cancels.get(taskId) ?? [],
      transcripts: transcripts.get(taskId) ?? [],
      result: results.get(taskId),
    };
  });
  return { evidence, tasks };
}

export function isSameEntry(a: StoredEntry, b: StoredEntry): boolean {
  return (
    a.seq === b.seq &&
    a.incarnation === b.incarnation &&
    a.epoch === b.epoch &&
    a.at === b.at &&
    a.type === b.type &&
    a.data === b.data
  );
}
