import type { TaskId } from '@continuo/shared/protocol/task-id';
import { isTerminal } from '@continuo/shared/protocol/task-status';
import { wholePieces } from './drafts.ts';
import { viewOf, type ModelEntry, type ModelTask } from './state.ts';
import { readableLog, type World } from './world.ts';

/** Judges the world by the invariants of the design that the transitions can break; adds what it finds. */
export function judge(world: World): void {
  const complain = (invariant: number, sentence: string): void => {
    world.violations.push(`${invariant}: ${sentence}`);
  };
  for (const id of world.taskIds) {
    const task = world.redis.tasks[id];
    if (task) {
      judgeEnd(task, complain);
      if (task.entries) judgeLog(task, task.entries, complain);
      else if (!isMirroredWhole(world, id, task)) complain(7, 'a stream expired that Postgres does not have');
    }
    judgeIdentity(world, id, complain);
    judgeMirror(world, id, complain);
    judgeCancel(world, id, complain);
  }
  judgeReaders(world, complain);
  judgeFlight(world, complain);
}

type Complain = (invariant: number, sentence: string) => void;

/** 1: one terminal entry, the last; until then somebody will find the request. */
function judgeEnd(task: ModelTask, complain: Complain): void {
  const isOver = isTerminal(task.status);
  if (!isOver && !(task.isRequested && task.isPendingForGenerators)) {
    complain(1, 'a task that is not over is on no list');
  }
  if (!task.isRequested && !isOver) complain(1, 'the request of a task that is not over is gone');
  if (!task.entries) return;
  const ends = task.entries.filter(({ draft }) => isTerminal(draft.type));
  if (ends.length > 1) complain(1, 'two terminal entries');
  if (ends.length > 0 && ends.at(-1) !== task.entries.at(-1)) complain(1, 'an entry behind the terminal one');
  if (isOver !== ends.length > 0) complain(1, 'status and log disagree about the end');
}

/** 2, 3, 6: dense; one writer at a time; the text is the beginning of one answer and nothing stored is dropped. */
function judgeLog(task: ModelTask, entries: readonly ModelEntry[], complain: Complain): void {
  let epoch = 0;
  let chunkId = 0;
  for (const [i, entry] of entries.entries()) {
    if (entry.seq !== i + 1) complain(2, 'seqs are not dense');
    if (entry.epoch < epoch) complain(3, 'an entry of an older epoch behind one of a newer');
    epoch = entry.epoch;
    if (entry.draft.type === 'chunk' && entry.draft.chunk_id !== chunkId++)
      complain(2, 'chunk ids are not dense');
    if (entry.draft.type === 'attempt_started' && entry.draft.strategy === 'continue') {
      const stored = viewOf(entries.slice(0, i)).chunks.length;
      if (entry.draft.kept_chunks !== stored) complain(6, 'a takeover dropped stored chunks');
    }
  }
  if (task.seq !== entries.length) complain(2, 'the head is not the end of the log');
  const texts = viewOf(entries).chunks.map((chunk) => chunk.text);
  if (texts.length > 0 && wholePieces(texts) === undefined)
    complain(6, `pieces repeat, miss or mix: ${texts.join('')}`);
}

/** 2: what was readable once is the same for ever, wherever it is read. */
function judgeIdentity(world: World, id: TaskId, complain: Complain): void {
  for (const entry of readableLog(world, id)) {
    const name = `${id}/${entry.seq}-${entry.incarnation}`;
    const known = world.readable.get(name);
    if (!known) world.readable.set(name, entry);
    else if (!isSame(known, entry)) complain(2, `entry ${entry.seq}-${entry.incarnation} has changed`);
  }
}

/** 5: both stores say the same of every seq that both have. */
function judgeMirror(world: World, id: TaskId, complain: Complain): void {
  const mirrored = world.postgres.get(id)?.entries ?? [];
  const entries = world.redis.tasks[id]?.entries;
  if (!entries) return;
  if (mirrored.length > entries.length) complain(5, 'Postgres is ahead of Redis');
  if (mirrored.some((entry, i) => entries[i] && !isSame(entry, entries[i]))) complain(5, 'the stores differ');
}

/** 8: a cancel that was promised comes; nothing is asked for or said after it. */
function judgeCancel(world: World, id: TaskId, complain: Complain): void {
  const status = world.redis.tasks[id]?.status;
  if (world.cancelled.has(id) && status && isTerminal(status) && status !== 'cancelled') {
    complain(8, `a cancelled task ended as ${status}`);
  }
  const log = readableLog(world, id);
  const cancelledAt = log.findIndex(({ draft }) => draft.type === 'cancel_requested');
  if (cancelledAt === -1) return;
  const later = log.slice(cancelledAt + 1).find(({ draft }) => draft.type !== 'cancelled');
  if (later) complain(8, `${later.draft.type} behind a cancel`);
}

/** 4: what a reader shows is what the log was when it read, or has become since. */
function judgeReaders(world: World, complain: Complain): void {
  for (const [place, shown] of world.readers) {
    if (shown.some((entry, i) => entry.seq !== i + 1)) complain(4, `reader ${place} has a gap or a repeat`);
    const known = place.slice(place.indexOf(' ') + 1) as TaskId;
    const log = readableLog(world, known);
    const isBehind = shown.length <= log.length;
    const last = shown.at(-1);
    // One that a rebuild has left behind is told when it comes back; all others show the log as it is.
    if (!isBehind || (last && last.incarnation < (log[shown.length - 1]?.incarnation ?? 0))) continue;
    if (shown.some((entry, i) => !log[i] || !isSame(entry, log[i])))
      complain(4, `reader ${place} shows another log`);
  }
}

/** 9: one provider call for the request. */
function judgeFlight(world: World, complain: Complain): void {
  const calls = [...world.holds.values()].filter((hold) => hold.isCalling).length;
  if (calls > 1) complain(9, `${calls} provider calls for one request`);
}

function isMirroredWhole(world: World, id: TaskId, task: ModelTask): boolean {
  return world.postgres.get(id)?.entries.length === task.seq;
}

function isSame(a: ModelEntry, b: ModelEntry): boolean {
  if (a === b) return true;
  return (
    a.seq === b.seq &&
    a.incarnation === b.incarnation &&
    a.epoch === b.epoch &&
    JSON.stringify(a.draft) === JSON.stringify(b.draft)
  );
}
