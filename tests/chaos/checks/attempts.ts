import type { Entry, Strategy } from '@continuo/shared/protocol/entry';
import { answerText, emptyView, foldEntry } from '@continuo/shared/protocol/fold-task';
import { isTerminal } from '@continuo/shared/protocol/task-status';

/** One try at the provider, as a log tells of it. */
export interface Attempt {
  seq: number;
  epoch: number;
  attempt: number;
  worker: string;
  strategy: Strategy;
  /** Counted chunks and their text right before it, and how many chunks it kept. */
  storedChunks: number;
  stored: string;
  keptChunks: number;
  startedAt: number;
  /** When the next opening or the end came; Infinity: not yet. */
  endedAt: number;
}

export function attemptsOf(entries: readonly Entry[]): Attempt[] {
  const view = emptyView();
  const attempts: Attempt[] = [];
  for (const entry of entries) {
    const last = attempts.at(-1);
    const isOpening = entry.type === 'attempt_started' || entry.type === 'cache_hit';
    if (last && (isOpening || isTerminal(entry.type))) last.endedAt = Math.min(last.endedAt, entry.at);
    if (entry.type === 'attempt_started') {
      attempts.push({
        seq: entry.seq,
        epoch: entry.epoch,
        attempt: entry.attempt,
        worker: entry.worker,
        strategy: entry.strategy,
        storedChunks: view.chunks.length,
        stored: answerText(view),
        keptChunks: entry.kept_chunks,
        startedAt: entry.at,
        endedAt: Infinity,
      });
    }
    foldEntry(view, entry);
  }
  return attempts;
}
