import type {
  AppendReply,
  CancelTaskReply,
  ElectReply,
  Fence,
  FinishReply,
  OpenEpochReply,
  PersistedReply,
  ReleaseReply,
  RenewReply,
  SubmitReply,
} from '@continuo/shared/redis/transitions';
import type { Rules } from './rules.ts';
import type { ModelRedis, ModelTask } from './state.ts';

/** Without the times. */
export type Reply =
  | SubmitReply
  | { tag: 'opened' | 'cancel_requested'; epoch: number; seq: number }
  | { tag: 'renewed' | 'cancel_requested' }
  | { tag: 'busy' }
  | Exclude<
      OpenEpochReply | RenewReply | AppendReply | FinishReply,
      { tag: 'opened' | 'busy' | 'cancel_requested' }
    >
  | CancelTaskReply
  | ReleaseReply
  | PersistedReply
  | ElectReply;

export type Outcome = readonly [ModelRedis, Reply];

export function isHolder(rules: Rules, task: ModelTask, { epoch, nonce }: Fence): boolean {
  return (!rules.checksEpoch || task.epoch === epoch) && (!rules.checksNonce || task.nonce === nonce);
}

export function staleEpoch(task: ModelTask | undefined): { tag: 'stale_epoch'; epoch: number } {
  return { tag: 'stale_epoch', epoch: task?.epoch ?? 0 };
}
