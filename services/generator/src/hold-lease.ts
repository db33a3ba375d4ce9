import type { RenewReply } from '@continuo/shared/redis/transitions';
import type { StopSignal } from './held-task.ts';

export interface LeaseOptions {
  leaseMs: number;
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
export function holdLease({ leaseMs, renew, stop, onError }: LeaseOptions): () => void {
  let renewedAtMs = performance.now();
  let isRenewing = false;

  const tick = async (): Promise<void> => {
    if (performance.now() - renewedAtMs > leaseMs * SELF_FENCE_SHARE) stop.stop('lost');
    if (isRenewing) return;
    isRenewing = true;
    try {
      // The lease runs from when Redis took the call; from when we sent it is the safe side.
      const sentAtMs = performance.now();
      const reply = await renew();
      if (reply.tag === 'lost') stop.stop('lost');
      else renewedAtMs = sentAtMs;
      if (reply.tag === 'cancel_requested') stop.stop('cancel_requested');
    } catch (error) {
      onError(error);
    } finally {
      isRenewing = false;
    }
  };

  const timer = setInterval(() => void tick(), leaseMs / RENEWALS_PER_LEASE / 2);
  return () => clearInterval(timer);
}
