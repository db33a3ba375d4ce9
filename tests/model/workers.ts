import type { EntryDraft } from '@continuo/shared/protocol/entry';
import type { TerminalStatus } from '@continuo/shared/protocol/task-status';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { Call } from './calls.ts';
import { attemptStarted, pieceOf, TERMINALS } from './drafts.ts';
import { viewOf } from './state.ts';
import type { Reply } from './outcome.ts';
import { readableLog, type Hold, type Plan, type World } from './world.ts';

/** What generators do: read a log, plan on it, open an epoch, and write under it for as long as they believe in it. */

export function placeOf(worker: string, task: TaskId): string {
  return `${worker} ${task}`;
}

/** Reads the log and plans; what is stored is kept, unless it was copied from another task than now. */
export function plan(world: World, worker: string, task: TaskId): void {
  const record = world.redis.tasks[task];
  if (!record?.entries) return;
  const view = viewOf(record.entries);
  const source = record.follows;
  const texts = view.chunks.map((chunk) => chunk.text);
  const kept = source === view.sourceTaskId ? texts.length : 0;
  world.nonces += 1;
  world.plans.set(placeOf(worker, task), {
    who: worker,
    task,
    nonce: `nonce-${world.nonces}`,
    head: view.seq,
    incarnation: record.incarnation,
    texts: texts.slice(0, kept),
    nextChunkId: view.nextChunkId,
    source,
    opening: source ? cacheHit(source, kept) : attemptStarted(record.attempts + 1, worker, kept),
  });
}

function cacheHit(source: TaskId, keptChunks: number): EntryDraft {
  return { type: 'cache_hit', source_task_id: source, kept_chunks: keptChunks };
}

export function decideOpen(world: World, worker: string, task: TaskId): Call | undefined {
  const planned = world.plans.get(placeOf(worker, task));
  if (!planned) return undefined;
  const { nonce, head, incarnation, opening } = planned;
  return { name: 'openEpoch', task, args: { head, incarnation, nonce, holder: worker }, opening };
}

/** The next entries of the answer; before anything new, what has had no answer yet. */
export function decideAppend(
  world: World,
  worker: string,
  task: TaskId,
  count: number,
  isReplyLost: boolean,
): Call | undefined {
  const hold = world.holds.get(placeOf(worker, task));
  if (!hold) return undefined;
  if (!hold.sent?.isOpen) {
    const drafts = hold.source ? copyDrafts(world, hold, hold.source, count) : buyDrafts(hold, task, count);
    if (drafts.length === 0) return undefined;
    hold.sent = { from: hold.head + 1, drafts, isOpen: true };
  }
  return isReplyLost ? undefined : decideResend(world, worker, task);
}

/** What was sent last, again: the network or the client may do that at any time. */
export function decideResend(world: World, worker: string, task: TaskId): Call | undefined {
  const hold = world.holds.get(placeOf(worker, task));
  if (!hold?.sent) return undefined;
  const { from, drafts } = hold.sent;
  return { name: 'append', task, args: { ...hold.fence, from }, drafts };
}

function buyDrafts(hold: Hold, task: TaskId, count: number): EntryDraft[] {
  return Array.from({ length: count }, (_, i) => ({
    type: 'chunk',
    chunk_id: hold.nextChunkId + i,
    text: pieceOf(task, hold.texts.length + i),
  }));
}

/** A follower's: the next of the source's chunks; what the source has taken back is cut first. */
function copyDrafts(world: World, hold: Hold, source: TaskId, count: number): EntryDraft[] {
  const texts = viewOf(readableLog(world, source)).chunks.map((chunk) => chunk.text);
  const common = hold.texts.findIndex((text, i) => text !== texts[i]);
  if (common !== -1) return [cacheHit(source, common)];
  return texts
    .slice(hold.texts.length, hold.texts.length + count)
    .map((text, i) => ({ type: 'chunk', chunk_id: hold.nextChunkId + i, text }));
}

/** A follower ends as its source did; nobody else ends it. Undefined: the worker has no reason to. */
export function decideFinish(
  world: World,
  worker: string,
  task: TaskId,
  end: TerminalStatus,
): Call | undefined {
  const hold = world.holds.get(placeOf(worker, task));
  if (!hold || hold.sent?.isOpen) return undefined;
  if (end === 'cancelled' && !world.redis.tasks[task]?.isCancelRequested) return undefined;
  if (end !== 'cancelled' && hold.source && !hasCopied(world, hold, hold.source, end)) return undefined;
  return { name: 'finish', task, args: { ...hold.fence, head: hold.head }, terminal: TERMINALS[end] };
}

function hasCopied(world: World, hold: Hold, source: TaskId, end: TerminalStatus): boolean {
  const view = viewOf(readableLog(world, source));
  return view.status === end && view.chunks.length === hold.texts.length;
}

/** The source has ended without an answer: who answers now? */
export function decideElect(world: World, worker: string, task: TaskId): Call | undefined {
  const hold = world.holds.get(placeOf(worker, task));
  if (!hold?.source || hold.sent?.isOpen) return undefined;
  if (viewOf(readableLog(world, hold.source)).status !== 'cancelled') return undefined;
  return { name: 'elect', task, args: { ...hold.fence, abandoned: hold.source } };
}

export function decideUpkeep(
  world: World,
  name: 'renew' | 'release',
  worker: string,
  task: TaskId,
): Call | undefined {
  const hold = world.holds.get(placeOf(worker, task));
  return hold && { name, task, args: { ...hold.fence, holder: worker } };
}

/** What a worker makes of the answer to its call. */
export function learn(world: World, worker: string, call: Call, reply: Reply): void {
  const place = placeOf(worker, call.task);
  const planned = world.plans.get(place);
  if (call.name === 'openEpoch' && planned) return learnOpened(world, worker, call, planned, reply);
  const hold = world.holds.get(place);
  if (!hold) return;
  switch (reply.tag) {
    case 'appended':
      return learnAppended(hold, reply.seq);
    case 'lead':
      hold.source = undefined;
      return writeNext(hold, attemptStarted(0, worker, 0));
    case 'follow':
      hold.source = reply.source;
      return writeNext(hold, cacheHit(reply.source, 0));
    case 'renewed':
      return;
    default:
      // Refused, or over: whatever it is, the call to the provider is ended.
      hold.isCalling = false;
      if (call.name === 'append' && hold.sent) hold.sent.isOpen = false;
  }
}

function learnOpened(
  world: World,
  worker: string,
  call: Call & { name: 'openEpoch' },
  planned: Plan,
  reply: Reply,
): void {
  const place = placeOf(worker, call.task);
  if (reply.tag === 'moved') world.plans.delete(place);
  if (!('epoch' in reply) || reply.tag === 'stale_epoch') return;
  const { nonce } = call.args;
  // The same call again: the work on it is under way.
  if (world.holds.get(place)?.fence.nonce === nonce) return;
  world.holds.set(place, {
    who: worker,
    task: call.task,
    fence: { epoch: reply.epoch, nonce },
    head: reply.seq,
    texts: [...planned.texts],
    nextChunkId: planned.nextChunkId,
    source: planned.source,
    isCalling: reply.tag === 'opened' && planned.source === undefined,
    sent: undefined,
  });
}

/** Behind an election: the entry that says whose text comes now. */
function writeNext(hold: Hold, draft: EntryDraft): void {
  hold.sent = { from: hold.head + 1, drafts: [draft], isOpen: true };
}

function learnAppended(hold: Hold, seq: number): void {
  if (!hold.sent?.isOpen) return;
  for (const draft of hold.sent.drafts) {
    if (draft.type === 'chunk') {
      hold.texts.push(draft.text);
      hold.nextChunkId = draft.chunk_id + 1;
    }
    if (draft.type === 'cache_hit' || draft.type === 'attempt_started') {
      hold.texts.length = Math.min(hold.texts.length, draft.kept_chunks);
    }
    if (draft.type === 'attempt_started') hold.isCalling = true;
  }
  hold.head = seq;
  hold.sent.isOpen = false;
}
