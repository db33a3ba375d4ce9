import { setTimeout as sleep } from 'node:timers/promises';
import type { EntryDraft } from '@continuo/shared/protocol/entry';
import { CHUNK_CHARS_MAX, ENTRIES_PER_APPEND_MAX } from '@continuo/shared/protocol/limits';
import { cleanText, completeLength, cutText } from '@continuo/shared/protocol/text';
import type { AppendReply } from '@continuo/shared/redis/transitions';
import type { StopSignal } from './held-task.ts';

export interface LogWriterOptions {
  /** Appends drafts whose first gets the seq `from`. */
  append: (from: number, drafts: readonly EntryDraft[]) => Promise<AppendReply>;
  /** Seq of the last entry there is. */
  headSeq: number;
  /** Id of the next chunk. */
  nextChunkId: number;
  stop: StopSignal;
  onError: (error: unknown) => void;
}

/** What may wait for Redis; above it the source is read no further. */
const WAITING_CHARS_MAX = 256 * 1024;
const WAITING_DRAFTS_MAX = 1_024;
/** Pause before an append that got no answer is sent again. */
const RESEND_MS = 100;

/**
 * Writes a task's log. What is given to it within one turn of the event loop, or while an append is under
 * way, travels together: texts joined into one chunk, all in one append. A refused append stops the work;
 * nothing is written after that.
 */
export class LogWriter {
  readonly #options: LogWriterOptions;
  #headSeq: number;
  #nextChunkId: number;
  #drafts: EntryDraft[] = [];
  /** Text not yet made into a chunk, and the provider's cursor of its end. */
  #text = '';
  #cursor: string | undefined;
  #flushing: Promise<void> | undefined;

  constructor(options: LogWriterOptions) {
    this.#options = options;
    this.#headSeq = options.headSeq;
    this.#nextChunkId = options.nextChunkId;
  }

  /** Seq of the last entry that is stored. */
  get headSeq(): number {
    return this.#headSeq;
  }

  /** Set while too much is waiting: resolves when more may come. */
  get backlog(): Promise<void> | undefined {
    const isFull = this.#text.length > WAITING_CHARS_MAX || this.#drafts.length > WAITING_DRAFTS_MAX;
    return isFull ? this.#flushing : undefined;
  }

  /** Text of the answer; joined with what else is waiting into as few chunks as possible. */
  writeText(text: string, cursor?: string): void {
    this.#text += text;
    this.#cursor = cursor;
    this.#startFlush();
  }

  /** Text that is a chunk of its own. */
  writeChunk(text: string, cursor: string): void {
    this.#makeChunks(this.#text.length);
    this.#addChunk(text, cursor);
    this.#startFlush();
  }

  write(draft: EntryDraft): void {
    this.#makeChunks(this.#text.length);
    this.#drafts.push(draft);
    this.#startFlush();
  }

  /** Waits until everything given so far is stored. False: the work was stopped before, and some of it is not. */
  async flush(): Promise<boolean> {
    this.#makeChunks(this.#text.length);
    if (this.#drafts.length > 0) this.#startFlush();
    await this.#flushing;
    return this.#drafts.length === 0;
  }

  #startFlush(): void {
    this.#flushing ??= this.#flushWhileWaiting();
  }

  async #flushWhileWaiting(): Promise<void> {
    try {
      // One turn of the event loop: the parts of one network read come together.
      await new Promise((resolve) => setImmediate(resolve));
      for (;;) {
        this.#makeChunks(completeLength(this.#text));
        const batch = this.#drafts.slice(0, ENTRIES_PER_APPEND_MAX);
        if (batch.length === 0 || this.#options.stop.reason === 'lost') return;
        if (!(await this.#append(batch))) return;
        this.#drafts = this.#drafts.slice(batch.length);
      }
    } finally {
      // In the same breath as the look that found nothing: what comes a moment later must start its own flush.
      this.#flushing = undefined;
    }
  }

  /**
   * Sends until there is an answer; an entry that is there already is skipped by its seq. False: refused, or
   * the work was stopped while Redis gave no answer.
   */
  async #append(batch: readonly EntryDraft[]): Promise<boolean> {
    const { append, stop, onError } = this.#options;
    for (;;) {
      try {
        const reply = await append(this.#headSeq + 1, batch);
        if (reply.tag === 'appended') {
          this.#headSeq = reply.seq;
          return true;
        }
        stop.stop(reply.tag === 'cancel_requested' ? 'cancel_requested' : 'lost');
        return false;
      } catch (error) {
        onError(error);
        if (stop.signal.aborted) return false;
        await sleep(RESEND_MS);
      }
    }
  }

  /** Makes chunks of the first `length` characters of the waiting text. */
  #makeChunks(length: number): void {
    if (length === 0) return;
    const pieces = cutText(cleanText(this.#text.slice(0, length)), CHUNK_CHARS_MAX);
    this.#text = this.#text.slice(length);
    // Only the end of the text stands where the cursor does: a half that is kept back stands before it.
    const cursor = this.#text === '' ? this.#cursor : undefined;
    for (const [i, text] of pieces.entries()) {
      this.#addChunk(text, i === pieces.length - 1 ? cursor : undefined);
    }
  }

  #addChunk(text: string, cursor: string | undefined): void {
    this.#drafts.push({
      type: 'chunk',
      chunk_id: this.#nextChunkId,
      text,
      ...(cursor === undefined ? {} : { provider_cursor: cursor }),
    });
    this.#nextChunkId += 1;
  }
}
