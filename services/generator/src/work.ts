import type { HeldTask, StopSignal } from './held-task.ts';
import type { LogWriter } from './log-writer.ts';

/** A held task and the doors through which work on it goes. */
export interface Work {
  task: HeldTask;
  writer: LogWriter;
  stop: StopSignal;
  /** Whether this work copies, or needs a provider call. */
  setCopying: (isCopying: boolean) => void;
  onError: (error: unknown) => void;
}
