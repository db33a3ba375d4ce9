import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { Room } from '@continuo/shared/redis/waiting-requests';
import { StopSignal, type StopReason } from './held-task.ts';

/** Copying is cheap and must not keep answers from being bought: it has places of its own, this many times more. */
const COPIES_PER_CALL = 4;

/** What a piece of work is given. */
export interface Place {
  stop: StopSignal;
  /** Whether the work copies an answer; until it says so it counts as a provider call. */
  setCopying: (isCopying: boolean) => void;
}

interface Piece {
  stop: StopSignal;
  isCopying: boolean;
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

  /** Free places; below 0 when more was begun than there are. */
  room(): Room {
    const copies = this.#countCopies();
    return {
      calls: this.#callsMax - (this.#pieces.size - copies),
      copies: this.#callsMax * COPIES_PER_CALL - copies,
    };
  }

  /** Resolves when a place may have become free. */
  async placeFreed(): Promise<void> {
    await this.#freed.promise;
  }

  /** Starts work on a task unless it is under way. */
  start(taskId: TaskId, work: (place: Place) => Promise<void>): void {
    if (this.#pieces.has(taskId)) return;
    const piece: Piece = { stop: new StopSignal(), isCopying: false, ended: Promise.resolve() };
    this.#pieces.set(taskId, piece);
    const setCopying = (isCopying: boolean): void => {
      piece.isCopying = isCopying;
      this.#signalFreed();
    };
    piece.ended = work({ stop: piece.stop, setCopying }).finally(() => {
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

  #countCopies(): number {
    let copies = 0;
    for (const piece of this.#pieces.values()) copies += piece.isCopying ? 1 : 0;
    return copies;
  }

  #signalFreed(): void {
    this.#freed.resolve();
    this.#freed = Promise.withResolvers<void>();
  }
}
