import type { TaskId } from '@continuo/shared/protocol/task-id';
import { StopSignal, type StopReason } from './held-task.ts';

/** Copying is cheap and must not keep answers from being bought: it has places of its own, this many times more. */
const COPIES_PER_CALL = 4;

interface Piece {
  stop: StopSignal;
  isCopy: boolean;
  ended: Promise<void>;
}

/** What this process works on now, bounded. */
export class Workbench {
  readonly #callsMax: number;
  readonly #pieces = new Map<TaskId, Piece>();
  #freed = Promise.withResolvers<void>();

  constructor(callsMax: number) {
    this.#callsMax = callsMax;
  }

  /** Free places for provider calls; none either while too much is copied. */
  capacity(): number {
    const copies = [...this.#pieces.values()].filter((piece) => piece.isCopy).length;
    if (copies >= this.#callsMax * COPIES_PER_CALL) return 0;
    return this.#callsMax - (this.#pieces.size - copies);
  }

  /** Resolves at the next end of a piece of work. */
  async placeFreed(): Promise<void> {
    await this.#freed.promise;
  }

  /** Starts work on a task unless it is under way. `markCopy` says that it needs no provider call. */
  start(taskId: TaskId, work: (stop: StopSignal, markCopy: () => void) => Promise<void>): void {
    if (this.#pieces.has(taskId)) return;
    const stop = new StopSignal();
    const piece: Piece = { stop, isCopy: false, ended: Promise.resolve() };
    this.#pieces.set(taskId, piece);
    const markCopy = (): void => {
      piece.isCopy = true;
      this.#signalFreed();
    };
    piece.ended = work(stop, markCopy).finally(() => {
      this.#pieces.delete(taskId);
      this.#signalFreed();
    });
  }

  /** Waits for all work to end, at most `ms`. True: it has. */
  async settle(ms: number): Promise<boolean> {
    const all = Promise.all([...this.#pieces.values()].map((piece) => piece.ended)).then(() => true);
    const tooLate = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => tooLate.resolve(false), ms);
    return await Promise.race([all, tooLate.promise]).finally(() => clearTimeout(timer));
  }

  stopAll(reason: StopReason): void {
    for (const piece of this.#pieces.values()) piece.stop.stop(reason);
  }

  #signalFreed(): void {
    this.#freed.resolve();
    this.#freed = Promise.withResolvers<void>();
  }
}
