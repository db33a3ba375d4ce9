import type { EntryDraft } from '@continuo/shared/protocol/entry';
import { NO_USAGE } from '@continuo/shared/protocol/entry';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import { isTerminal } from '@continuo/shared/protocol/task-status';
import type { Redis } from '@continuo/shared/redis/connection';
import { taskKey } from '@continuo/shared/redis/keys';
import {
  makeTransitions,
  type Fence,
  type TaskRef,
  type Transitions,
} from '@continuo/shared/redis/transitions';
import { pause } from '../clients/client.ts';
import type { FenceProbe } from '../evidence/evidence.ts';

/**
 * Writes as a holder would that has slept through a takeover, but with what fits best: the next seq, a sound entry.
 * Only the fence can refuse it. A paused generator does the same more rarely, since it stops by its own clock.
 */
export interface FenceProber {
  run: (signal: AbortSignal) => Promise<void>;
  probes: readonly FenceProbe[];
}

const PROBE_MS = 150;
const REMEMBERED_MAX = 500;
/** Takeovers are rare: so many memories are looked through for one that is old. */
const LOOKED_AT = 50;
const LEASE_MS = 1_000;

/** A fence as it was valid once. */
interface Memory {
  ref: TaskRef;
  fence: Fence;
}

interface Now {
  fence: Fence;
  seq: number;
  isOver: boolean;
}

export function makeFenceProber(redis: Redis, taskIds: () => readonly TaskId[]): FenceProber {
  const transitions = makeTransitions(redis);
  const memories: Memory[] = [];
  const probes: FenceProbe[] = [];
  let turn = 0;

  async function look(ref: TaskRef): Promise<Now | undefined> {
    const [epoch, nonce, seq, status] = await redis.hmget(
      taskKey(ref.taskId),
      'epoch',
      'nonce',
      'seq',
      'status',
    );
    if (!epoch || !seq || !status) return undefined;
    return {
      fence: { epoch: Number(epoch), nonce: nonce ?? '' },
      seq: Number(seq),
      isOver: isTerminal(status),
    };
  }

  async function remember(taskId: TaskId): Promise<void> {
    const requestHash = (await redis.hget(taskKey(taskId), 'request_hash')) ?? '';
    const ref = { taskId, requestHash };
    const now = await look(ref);
    if (!now || now.isOver || now.fence.nonce === '') return;
    memories.push({ ref, fence: now.fence });
    if (memories.length > REMEMBERED_MAX) memories.shift();
    await probe(ref, { ...now.fence, nonce: 'forged' }, 'forged', now.seq);
  }

  /** Writes with a fence that a takeover has made old, if there is one among those looked at. */
  async function tryOld(from: number): Promise<void> {
    for (let i = 0; i < Math.min(LOOKED_AT, memories.length); i += 1) {
      const memory = memories[(from + i) % memories.length];
      const now = memory && (await look(memory.ref));
      if (!now || now.fence.epoch <= memory.fence.epoch) continue;
      await probe(memory.ref, memory.fence, 'old', now.seq);
      return;
    }
  }

  async function probe(ref: TaskRef, fence: Fence, kind: FenceProbe['fence'], seq: number): Promise<void> {
    turn += 1;
    const [transition, write] = WRITES[turn % WRITES.length] ?? WRITES[0];
    const { tag } = await write(transitions, ref, fence, seq);
    probes.push({ taskId: ref.taskId, transition, fence: kind, tag });
  }

  return {
    probes,
    run: async (signal) => {
      for (let n = 0; !signal.aborted; n += 1) {
        await pause(PROBE_MS);
        const ids = taskIds().slice(-20);
        const taskId = ids[n % ids.length];
        try {
          if (taskId) await remember(taskId);
          await tryOld(n * 13);
        } catch {
          // Redis is away at the moment.
        }
      }
    },
  };
}

type Write = (transitions: Transitions, ref: TaskRef, fence: Fence, seq: number) => Promise<{ tag: string }>;

const TEXT: EntryDraft = { type: 'chunk', chunk_id: 999_999, text: 'written by nobody' };
const END: EntryDraft = { type: 'completed', finish_reason: 'stop', usage: NO_USAGE, cost_usd: 0 };
const holder = 'nobody';

const append: Write = (transitions, ref, fence, seq) =>
  transitions.append(ref, { ...fence, from: seq + 1, leaseMs: LEASE_MS }, [TEXT]);
const finish: Write = (transitions, ref, fence, seq) =>
  transitions.finish(ref, { ...fence, head: seq, cacheMs: 0 }, END);
const renew: Write = (transitions, ref, fence) =>
  transitions.renew(ref, { ...fence, holder, leaseMs: LEASE_MS });
const release: Write = (transitions, ref, fence) => transitions.release(ref, { ...fence, holder });

/** Appends most of all: they are what a zombie does. */
const WRITES: readonly [readonly [string, Write], ...(readonly [string, Write])[]] = [
  ['append', append],
  ['append', append],
  ['append', append],
  ['finish', finish],
  ['renew', renew],
  ['release', release],
];
