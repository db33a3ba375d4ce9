import type { BatchReply } from '@continuo/shared/protocol/batch-api';

type Progress = BatchReply['progress'];

/** The parts of a bar of progress, in the order in which they stand. */
export const PROGRESS_PARTS = ['completed', 'cached', 'failed', 'cancelled', 'running', 'waiting'] as const;
export type ProgressPart = (typeof PROGRESS_PARTS)[number];

/** Each line in exactly one part: of the completed, those that were bought and those that were not are apart. */
export function partProgress(progress: Progress): Record<ProgressPart, number> {
  const { completed, cached, failed, cancelled, running, waiting } = progress;
  return { completed: completed - cached, cached, failed, cancelled, running, waiting };
}

export function countEnded({ completed, failed, cancelled }: Progress): number {
  return completed + failed + cancelled;
}

/** What can be done with a batch, as the service allows it. */
export interface PossibleActions {
  pause: boolean;
  resume: boolean;
  cancel: boolean;
  retry: boolean;
  delete: boolean;
}

export function decideActions({ status, finished_at: finishedAt, progress }: BatchReply): PossibleActions {
  const isOver = finishedAt !== null;
  return {
    pause: !isOver && status === 'running',
    resume: !isOver && status === 'paused',
    cancel: !isOver && status !== 'cancelled',
    retry: progress.failed > 0 && (isOver || status !== 'cancelled'),
    delete: isOver,
  };
}
