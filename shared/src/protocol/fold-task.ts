import { foldAttempts, type AttemptView } from './attempts.ts';
import type { Entry, EntryOf, Usage } from './entry.ts';
import type { BatchId, TaskId } from './task-id.ts';
import type { TaskStatus } from './task-status.ts';
import { foldConsumption, knownUsage, type Consumption } from './usage.ts';

/** What a log says about its task. A pure function of the entries, in order, up to `seq`. */
export interface TaskView {
  seq: number;
  /** Of its newest entry. */
  incarnation: number;
  status: TaskStatus;
  epoch: number;
  /** The text comes from another task, `sourceTaskId`; nothing is bought. */
  cached: boolean;
  sourceTaskId: TaskId | undefined;
  cancelRequested: boolean;
  provider: string;
  model: string;
  conversationId: string;
  requestHash: string;
  links: TaskLinks;
  /** Turns that are missing at the beginning of what was asked. */
  droppedTurns: number;
  /** Number of the attempt that runs or ran last; 0 before the first. */
  attempt: number;
  /** All attempts, each with its ledger. */
  attempts: AttemptView[];
  /** What the attempts that have ended consumed. */
  consumption: Consumption;
  /** Chunks that count towards the answer; their texts joined are the answer. */
  chunks: CountedChunk[];
  /** The id that the next chunk gets. Never goes back, even when chunks no longer count. */
  nextChunkId: number;
  acceptedAt: number;
  startedAt: number | undefined;
  firstChunkAt: number | undefined;
  finishedAt: number | undefined;
  /** Who answers since the last failover; undefined: still the one it was sent to. */
  failedOverTo: { provider: string; model: string } | undefined;
  /** Attempts that brought no text, since the last text; and holders that made them. */
  fruitlessAttempts: number;
  fruitlessHolders: number;
  /** What the provider keeps of the attempt that ran last, if that can be attached to again. */
  run: ProviderRun | undefined;
  terminal: EntryOf<'completed'> | EntryOf<'failed'> | EntryOf<'cancelled'> | undefined;
}

/** What the task has to do with others, as it was accepted. */
export interface TaskLinks {
  /** The turn of the conversation that this one answers. */
  parentTaskId: TaskId | undefined;
  /** The task that this one retries or runs again. */
  originTaskId: TaskId | undefined;
  batchId: BatchId | undefined;
  batchLine: number | undefined;
}

export interface CountedChunk {
  chunk_id: number;
  text: string;
  at: number;
  provider: string;
  model: string;
}

/** A run that goes on at the provider without us, and how much of it is stored. */
export interface ProviderRun {
  provider: string;
  model: string;
  handle: string;
  /** The provider's place of the last stored text that had one. */
  cursor: string | undefined;
  /** Characters stored behind that place. */
  charsSinceCursor: number;
  /** Counted chunks from before this run. */
  chunksBefore: number;
}

export function emptyView(): TaskView {
  return {
    seq: 0,
    incarnation: 0,
    status: 'queued',
    epoch: 0,
    cached: false,
    sourceTaskId: undefined,
    cancelRequested: false,
    provider: '',
    model: '',
    conversationId: '',
    requestHash: '',
    links: { parentTaskId: undefined, originTaskId: undefined, batchId: undefined, batchLine: undefined },
    droppedTurns: 0,
    attempt: 0,
    attempts: [],
    consumption: { usage: undefined, hasUnknown: false },
    chunks: [],
    nextChunkId: 0,
    acceptedAt: 0,
    startedAt: undefined,
    firstChunkAt: undefined,
    finishedAt: undefined,
    failedOverTo: undefined,
    fruitlessAttempts: 0,
    fruitlessHolders: 0,
    run: undefined,
    terminal: undefined,
  };
}

/** Takes the next entry into the view, in place: a log is folded once per entry, not once per reader. */
export function foldEntry(view: TaskView, entry: Entry): void {
  const isNewHolder = entry.epoch > view.epoch;
  view.seq = entry.seq;
  view.incarnation = entry.incarnation;
  view.epoch = Math.max(view.epoch, entry.epoch);
  view.consumption = foldConsumption(view.consumption, entry, view.attempt);
  foldAttempts(view.attempts, entry);
  switch (entry.type) {
    case 'accepted':
      view.provider = entry.provider;
      view.model = entry.model;
      view.conversationId = entry.conversation_id;
      view.requestHash = entry.request_hash;
      view.links = linksOf(entry);
      view.droppedTurns = entry.dropped_turns ?? 0;
      view.acceptedAt = entry.at;
      return;
    case 'cache_hit':
      view.cached = true;
      view.sourceTaskId = entry.source_task_id;
      cutChunks(view, entry.kept_chunks);
      startRunning(view, entry.at);
      return;
    case 'attempt_started':
      // Also after a cache_hit: the task that was copied gave no answer, so this one is bought.
      view.cached = false;
      view.sourceTaskId = undefined;
      view.attempt = entry.attempt;
      // An attempt that its holder's end cut short says nothing against the provider, and one that was handed over
      // nothing against the task.
      if (entry.previous_end === undefined) view.fruitlessAttempts += 1;
      if (isNewHolder && entry.previous_end !== 'handed_over') view.fruitlessHolders += 1;
      if (entry.strategy !== 'reattach') view.run = undefined;
      view.provider = entry.provider;
      view.model = entry.model;
      cutChunks(view, entry.kept_chunks);
      startRunning(view, entry.at);
      return;
    case 'chunk':
      view.chunks.push(countedChunk(view, entry));
      view.nextChunkId = entry.chunk_id + 1;
      view.firstChunkAt ??= entry.at;
      view.fruitlessAttempts = 0;
      view.fruitlessHolders = 0;
      advanceRun(view.run, entry);
      return;
    case 'failed_over':
      view.provider = entry.to_provider;
      view.model = entry.to_model;
      view.failedOverTo = { provider: entry.to_provider, model: entry.to_model };
      return;
    case 'cancel_requested':
      view.cancelRequested = true;
      return;
    case 'completed':
    case 'failed':
    case 'cancelled':
      view.status = entry.type;
      view.terminal = entry;
      view.finishedAt = entry.at;
      return;
    case 'provider_handle':
      view.run = startRun(view, entry.handle);
      return;
    case 'retry_scheduled':
  }
}

function linksOf(entry: EntryOf<'accepted'>): TaskLinks {
  return {
    parentTaskId: entry.parent_task_id,
    originTaskId: entry.retry_of ?? entry.rerun_of,
    batchId: entry.batch_id,
    batchLine: entry.batch_line,
  };
}

function cutChunks(view: TaskView, keptChunks: number): void {
  view.chunks.length = Math.min(view.chunks.length, keptChunks);
}

function startRun({ provider, model, chunks }: TaskView, handle: string): ProviderRun {
  return { provider, model, handle, cursor: undefined, charsSinceCursor: 0, chunksBefore: chunks.length };
}

function advanceRun(run: ProviderRun | undefined, { text, provider_cursor }: EntryOf<'chunk'>): void {
  if (!run) return;
  run.cursor = provider_cursor ?? run.cursor;
  run.charsSinceCursor = provider_cursor === undefined ? run.charsSinceCursor + text.length : 0;
}

function startRunning(view: TaskView, at: number): void {
  view.status = 'running';
  view.startedAt ??= at;
}

function countedChunk(view: TaskView, entry: EntryOf<'chunk'>): CountedChunk {
  return {
    chunk_id: entry.chunk_id,
    text: entry.text,
    at: entry.at,
    provider: view.provider,
    model: view.model,
  };
}

export function foldTask(entries: Iterable<Entry>): TaskView {
  const view = emptyView();
  for (const entry of entries) foldEntry(view, entry);
  return view;
}

export function answerText(view: TaskView): string {
  return view.chunks.map((chunk) => chunk.text).join('');
}

/** What the task has consumed, in the attempts that have ended; undefined: nothing is known of it. */
export function usageOf(view: TaskView): Usage | undefined {
  return knownUsage(view.consumption);
}
