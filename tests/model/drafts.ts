import type { EntryDraft } from '@continuo/shared/protocol/entry';
import { NO_USAGE } from '@continuo/shared/protocol/entry';
import type { TaskId } from '@continuo/shared/protocol/task-id';

/** Entries as the workers of the model write them: what a chunk says tells whose text it is and which piece. */

export type TerminalDraft = EntryDraft & { type: 'completed' | 'failed' | 'cancelled' };

export const ACCEPTED: EntryDraft = {
  type: 'accepted',
  provider: 'simulator',
  model: 'sim-writer',
  conversation_id: 'c_1',
  request_hash: 'hash',
};

/** The n-th piece, from 0, of the answer that was bought for a task. */
export function pieceOf(author: TaskId, n: number): string {
  return `${author}#${n} `;
}

/** What a text should be: the first pieces of one answer. Undefined: it is none. */
export function wholePieces(texts: readonly string[]): string | undefined {
  const author = texts[0]?.split('#')[0] ?? '';
  return texts.every((text, n) => text === `${author}#${n} `) ? author : undefined;
}

export function attemptStarted(attempt: number, worker: string, keptChunks: number): EntryDraft {
  return {
    type: 'attempt_started',
    attempt,
    worker,
    provider: 'simulator',
    model: 'sim-writer',
    strategy: keptChunks === 0 ? 'restart' : 'continue',
    kept_chunks: keptChunks,
  };
}

export const TERMINALS: Readonly<Record<TerminalDraft['type'], TerminalDraft>> = {
  completed: { type: 'completed', finish_reason: 'stop', usage: NO_USAGE, cost_usd: 0 },
  failed: { type: 'failed', code: 'provider_error', message: 'x', retryable: true },
  cancelled: { type: 'cancelled' },
};
