import type { EntryDraft } from '@continuo/shared/protocol/entry';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { Fence } from '@continuo/shared/redis/transitions';
import { EMPTY_REDIS, type ModelEntry, type ModelRedis } from './state.ts';

/** What a worker remembers of a task it claimed, right or not: it may have been paused for ever since. */
export interface Hold {
  readonly who: string;
  readonly task: TaskId;
  readonly fence: Fence;
  /** Seq of the last entry it knows of. */
  head: number;
  /** The counted chunks it knows of. */
  texts: string[];
  nextChunkId: number;
  /** The task it copies; undefined: it asks the provider. */
  source: TaskId | undefined;
  /** A provider call of its own is under way. */
  isCalling: boolean;
  /** What it sent last; `isOpen` until it has had an answer. */
  sent: { from: number; drafts: readonly EntryDraft[]; isOpen: boolean } | undefined;
}

/** What a worker has read and wants to open an epoch on. */
export interface Plan {
  readonly who: string;
  readonly task: TaskId;
  readonly nonce: string;
  readonly head: number;
  readonly incarnation: number;
  readonly texts: readonly string[];
  readonly nextChunkId: number;
  readonly source: TaskId | undefined;
  readonly opening: EntryDraft;
}

/** A task as Postgres has it. */
export interface Mirror {
  entries: readonly ModelEntry[];
  /** A writer that read an older one is refused. */
  incarnation: number;
}

/** Entries that a persister has read and not committed yet. */
export interface Fetched {
  entries: readonly ModelEntry[];
  incarnation: number;
}

/** Everything there is: the stores, and what all others believe. */
export interface World {
  readonly taskIds: readonly TaskId[];
  redis: ModelRedis;
  /** Redis as it was before each step: a crash that loses data goes back to one of them. */
  readonly past: ModelRedis[];
  readonly postgres: Map<TaskId, Mirror>;
  readonly fetched: Map<TaskId, Fetched>;
  /** By worker and task. */
  readonly plans: Map<string, Plan>;
  readonly holds: Map<string, Hold>;
  /** By reader and task: what it shows. */
  readonly readers: Map<string, ModelEntry[]>;
  /** Every entry that was ever readable, by task and id. */
  readonly readable: Map<string, ModelEntry>;
  /** Tasks whose cancel was answered with "it will be". */
  readonly cancelled: Set<TaskId>;
  nonces: number;
  /** What went wrong, as `<invariant>: <sentence>`. */
  readonly violations: string[];
}

export function makeWorld(taskIds: readonly TaskId[]): World {
  return {
    taskIds,
    redis: EMPTY_REDIS,
    past: [],
    postgres: new Map(),
    fetched: new Map(),
    plans: new Map(),
    holds: new Map(),
    readers: new Map(),
    readable: new Map(),
    cancelled: new Set(),
    nonces: 0,
    violations: [],
  };
}

/** The log that a reader gets: from Redis, or once it has expired there, from Postgres. */
export function readableLog({ redis, postgres }: World, id: TaskId): readonly ModelEntry[] {
  return redis.tasks[id]?.entries ?? postgres.get(id)?.entries ?? [];
}
