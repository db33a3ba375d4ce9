import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EntryDraft, StoredEntry } from '../../protocol/entry.ts';
import { isTerminal } from '../../protocol/task-status.ts';
import { isTerminalType } from '../live-feed.ts';
import { readTaskRecord } from '../task-record.ts';
import type { Fence, TaskRef } from '../transitions.ts';
import {
  CANCELLED,
  COMPLETED,
  FAILED,
  LEASE_MS,
  attemptStarted,
  chunk,
  readLog,
  runOut,
  submitNew,
} from '../testing/test-task.ts';
import { useRedis } from '../testing/use-redis.ts';

/**
 * One task, three workers, anything at any time: workers are paused for as long as they like (each keeps the fence
 * and the head it knew), leases run out whenever they like, replies are lost (the call is sent again). A model of a
 * few lines says what each step must answer; after each step the log itself is judged.
 */
const store = useRedis();

/** Every answer of the run, as `<transition> <tag>`: a run that never saw a fence at work has shown nothing. */
const answers = new Set<string>();
const MUST_OCCUR = [
  'open_epoch busy',
  'open_epoch terminal',
  'append stale_epoch',
  'append closed',
  'append cancel_requested',
  'finish finished',
  'renew lost',
  'cancel requested',
  'cancel cancelled',
  'persisted covered',
];

/** What a worker remembers, right or not. */
interface Worker {
  fence: Fence;
  /** Seq of the last entry it knows of. */
  head: number;
  /** What it sent last. */
  sent: { from: number; drafts: EntryDraft[] } | undefined;
}

interface Model {
  head: number;
  epoch: number;
  holder: string | undefined;
  hasLease: boolean;
  isCancelRequested: boolean;
  status: string;
  persisted: number;
}

interface Real {
  task: TaskRef;
  workers: Map<string, Worker>;
  /** The log as it was read after the last step. */
  log: StoredEntry[];
}

type Step = fc.AsyncCommand<Model, Real>;

function step(name: string, run: (model: Model, real: Real) => Promise<void>): Step {
  return {
    check: () => true,
    run: async (model, real) => {
      await run(model, real);
      await judgeLog(model, real);
    },
    toString: () => name,
  };
}

function note<Reply extends { tag: string }>(transition: string, reply: Reply): Reply {
  answers.add(`${transition} ${reply.tag}`);
  return reply;
}

/** What holds of every log at every time. */
async function judgeLog(model: Model, real: Real): Promise<void> {
  const log = await readLog(store.redis, real.task);
  // Invariant 2: what was there is there unchanged, and seq is dense.
  expect(log.slice(0, real.log.length)).toEqual(real.log);
  expect(log.map((entry) => entry.seq)).toEqual(Array.from({ length: model.head }, (_, i) => i + 1));
  // Invariant 3: epochs never go back.
  const epochs = log.map((entry) => entry.epoch);
  expect(epochs).toEqual(epochs.toSorted((a, b) => a - b));
  expect(Math.max(...epochs)).toBeLessThanOrEqual(model.epoch);
  // Invariant 1: one terminal entry, the last one, and the status agrees.
  const ends = log.filter((entry) => isTerminalType(entry.type));
  expect(ends).toEqual(isTerminal(model.status) ? [log.at(-1)] : []);
  expect(log.filter((entry) => entry.type === 'cancel_requested').length).toBeLessThanOrEqual(1);
  expect(await readTaskRecord(store.redis, real.task.taskId)).toMatchObject({
    status: model.status,
    epoch: model.epoch,
    seq: model.head,
    persistedSeq: model.persisted,
    cancelRequested: model.isCancelRequested,
  });
  real.log = log;
}

function isHolder(model: Model, name: string, worker: Worker): boolean {
  return model.holder === name && worker.fence.epoch === model.epoch;
}

function claim(name: string): Step {
  return step(`${name} claims`, async (model, real) => {
    const args = { head: model.head, incarnation: 0, nonce: randomUUID(), holder: name, leaseMs: LEASE_MS };
    const reply = note('open_epoch', await store.transitions.openEpoch(real.task, args, attemptStarted(1)));
    if (isTerminal(model.status)) return expect(reply.tag).toBe('terminal');
    if (model.hasLease) return expect(reply.tag).toBe('busy');
    expect(reply).toMatchObject({
      tag: model.isCancelRequested ? 'cancel_requested' : 'opened',
      epoch: model.epoch + 1,
    });
    if (!model.isCancelRequested) model.head += 1;
    Object.assign(model, { epoch: model.epoch + 1, holder: name, hasLease: true, status: 'running' });
    const fence = { epoch: model.epoch, nonce: args.nonce };
    real.workers.set(name, { fence, head: model.head, sent: undefined });
  });
}

async function sendAppend(model: Model, real: Real, name: string): Promise<void> {
  const worker = real.workers.get(name);
  if (!worker?.sent) return;
  const { from, drafts } = worker.sent;
  const args = { ...worker.fence, from, leaseMs: LEASE_MS };
  const reply = note('append', await store.transitions.append(real.task, args, drafts));
  if (isTerminal(model.status)) return expect(reply.tag).toBe('closed');
  if (!isHolder(model, name, worker)) return expect(reply.tag).toBe('stale_epoch');
  if (model.isCancelRequested) return expect(reply.tag).toBe('cancel_requested');
  model.head = Math.max(model.head, from + drafts.length - 1);
  model.hasLease = true;
  worker.head = model.head;
  expect(reply).toEqual({ tag: 'appended', seq: model.head });
}

function append(name: string, count: number): Step {
  return step(`${name} appends ${count}`, async (model, real) => {
    const worker = real.workers.get(name);
    if (!worker) return;
    const from = worker.head + 1;
    const drafts = Array.from({ length: count }, (_, i) => chunk(from + i, `${name} ${worker.fence.epoch}`));
    worker.sent = { from, drafts };
    await sendAppend(model, real, name);
  });
}

function resend(name: string): Step {
  return step(`${name} sends its last append again`, (model, real) => sendAppend(model, real, name));
}

function finish(name: string, terminal: EntryDraft): Step {
  return step(`${name} ends it as ${terminal.type}`, async (model, real) => {
    const worker = real.workers.get(name);
    // A holder is cancelled only by a cancel.
    if (!worker || (terminal.type === 'cancelled' && !model.isCancelRequested)) return;
    const args = { ...worker.fence, head: worker.head, cacheMs: 1_000 };
    const reply = note('finish', await store.transitions.finish(real.task, args, terminal));
    if (isTerminal(model.status)) return expect(reply).toEqual({ tag: 'already', status: model.status });
    if (!isHolder(model, name, worker)) return expect(reply.tag).toBe('stale_epoch');
    if (model.isCancelRequested && terminal.type !== 'cancelled') {
      return expect(reply.tag).toBe('cancel_requested');
    }
    model.head += 1;
    Object.assign(model, { status: terminal.type, hasLease: false });
    expect(reply).toEqual({ tag: 'finished', seq: model.head });
  });
}

function release(name: string): Step {
  return step(`${name} releases`, async (model, real) => {
    const worker = real.workers.get(name);
    if (!worker) return;
    const args = { ...worker.fence, holder: name };
    const reply = note('release', await store.transitions.release(real.task, args));
    const isHeld = !isTerminal(model.status) && isHolder(model, name, worker);
    expect(reply.tag).toBe(isHeld ? 'released' : 'stale_epoch');
    if (isHeld) Object.assign(model, { holder: undefined, hasLease: false });
  });
}

function renew(name: string): Step {
  return step(`${name} renews`, async (model, real) => {
    const worker = real.workers.get(name);
    if (!worker) return;
    const args = { ...worker.fence, holder: name, leaseMs: LEASE_MS };
    const reply = note('renew', await store.transitions.renew(real.task, args));
    const isHeld = !isTerminal(model.status) && isHolder(model, name, worker);
    expect(reply.tag).toBe(isHeld ? (model.isCancelRequested ? 'cancel_requested' : 'renewed') : 'lost');
    if (isHeld) model.hasLease = true;
  });
}

function cancel(): Step {
  return step('somebody cancels', async (model, real) => {
    const reply = note('cancel', await store.transitions.cancel(real.task));
    if (isTerminal(model.status)) return expect(reply).toEqual({ tag: 'already', status: model.status });
    if (!model.isCancelRequested) model.head += 1;
    model.isCancelRequested = true;
    if (model.hasLease) return expect(reply).toEqual({ tag: 'requested' });
    model.head += 1;
    Object.assign(model, { epoch: model.epoch + 1, holder: undefined, status: 'cancelled' });
    expect(reply).toEqual({ tag: 'cancelled', seq: model.head });
  });
}

function leaseRunsOut(): Step {
  return step('the lease runs out', async (model, real) => {
    await runOut(store.redis, real.task);
    model.hasLease = false;
  });
}

function persist(behind: number): Step {
  return step(`Postgres is ${behind} behind`, async (model, real) => {
    const seq = Math.max(0, model.head - behind);
    const args = { seq, streamRetentionMs: 600_000, recordRetentionMs: 600_000 };
    const reply = note('persisted', await store.transitions.persisted(real.task, args));
    model.persisted = Math.max(model.persisted, seq);
    const isCovered = isTerminal(model.status) && model.persisted === model.head;
    expect(reply.tag).toBe(isCovered ? 'covered' : 'persisted');
  });
}

const worker = fc.constantFrom('worker-a', 'worker-b', 'worker-c');
const someAppend = fc
  .tuple(worker, fc.integer({ min: 1, max: 4 }))
  .map(([name, count]) => append(name, count));
const someFinish = fc
  .tuple(worker, fc.constantFrom(COMPLETED, FAILED, CANCELLED))
  .map(([name, terminal]) => finish(name, terminal));
/** One that stands here twice comes twice as often. */
const steps = [
  worker.map(claim),
  worker.map(claim),
  fc.constant(null).map(leaseRunsOut),
  someAppend,
  someAppend,
  worker.map(resend),
  worker.map(resend),
  someFinish,
  someFinish,
  worker.map(release),
  worker.map(renew),
  worker.map(renew),
  fc.constant(null).map(cancel),
  fc.nat(3).map(persist),
];

test('invariants 1, 2, 3, 8: whatever happens in whatever order, the log is one writer’s at a time and ends once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands(steps, { maxCommands: 40, size: '+1' }), async (commands) => {
      const task = await submitNew(store.transitions);
      const model: Model = {
        head: 1,
        epoch: 0,
        holder: undefined,
        hasLease: false,
        isCancelRequested: false,
        status: 'queued',
        persisted: 0,
      };
      await fc.asyncModelRun(() => ({ model, real: { task, workers: new Map(), log: [] } }), commands);
    }),
    { numRuns: 100 },
  );
  expect([...answers]).toEqual(expect.arrayContaining(MUST_OCCUR));
}, 60_000);
