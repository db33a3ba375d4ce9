import type { RenewReply } from '@continuo/shared/redis/transitions';
import type { StopSignal } from './held-task.ts';

export interface LeaseOptions {
  leaseMs: number;
  /** When the claim was sent, by the monotonic clock. */
  claimedAtMs: number;
  renew: () => Promise<RenewReply>;
  stop: StopSignal;
  onError: (error: unknown) => void;
}

/** Share of the lease after which a holder that could not renew stops by itself, before anybody else starts. */
const SELF_FENCE_SHARE = 0.8;
const RENEWALS_PER_LEASE = 3;

/**
 * Renews a lease until it is let go. Not being able to renew stops the work: safety does not need that (the
 * fence is checked in every write), but two providers would be paid.
 *
 * @returns lets the lease go: it is no longer renewed
 */
export function holdLease({ leaseMs, claimedAtMs, renew, stop, onError }: LeaseOptions): () => void {
  let isHeld = true;
  let isRenewing = false;
  let selfFence: NodeJS.Timeout | undefined;

  // The lease runs from when Redis took the call; from when we sent it is the safe side.
  const fenceFrom = (sentAtMs: number): void => {
    clearTimeout(selfFence);
    const heldUntilMs = sentAtMs + leaseMs * SELF_FENCE_SHARE;
    stop.holdUntil(heldUntilMs);
    selfFence = setTimeout(() => stop.stop('lost'), heldUntilMs - performance.now());
  };
  const tick = async (): Promise<void> => {
    if (isRenewing) return;
    isRenewing = true;
    const sentAtMs = performance.now();
    try {
      const { tag } = await renew();
      if (!isHeld) return;
      if (tag === 'lost') stop.stop('lost');
      else fenceFrom(sentAtMs);
      if (tag === 'cancel_requested') stop.stop('cancel_requested');
    } catch (error) {
      onError(error);
    } finally {
      isRenewing = false;
    }
  };

  fenceFrom(claimedAtMs);
  const timer = setInterval(() => void tick(), leaseMs / RENEWALS_PER_LEASE);
  return () => {
    isHeld = false;
    clearInterval(timer);
    clearTimeout(selfFence);
  };
}
