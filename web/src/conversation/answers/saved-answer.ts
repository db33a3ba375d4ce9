import type { Answer } from './answer.ts';
import type { PackedLog } from './pack-log.ts';

/** An answer as it is kept for the next visit: the log while it is being made, only its outcome afterwards. */
export type SavedAnswer = { kind: 'log'; log: PackedLog } | { kind: 'answer'; answer: Answer };
