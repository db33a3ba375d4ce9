import { once } from 'node:events';
import type { RenewReply } from '@continuo/shared/redis/transitions';
import { hold, runOut, submitHeld } from '@continuo/shared/redis/testing/test-task';
import { readTaskRecord } from '@continuo/shared/redis/task-record';
import { useRedis } from '@continuo/shared/redis/testing/use-redis';
import { afterEach, describe, expect, test } from 'vitest';
import { StopSignal } from './held-task.ts';
import { holdLease } from './hold-lease.ts';

const store = useRedis();
const LEASE_MS = 600;

let letGo = (): void => undefined;

afterEach(() => letGo());

/** Holds a lease; `renewals` resolves when so many were asked for. */
function startHolding(renew: () => Promise<RenewReply>, leaseMs = LEASE_MS, claimedAtMs = performance.now()) {
  const stop = new StopSignal();
  const errors: unknown[] = [];
  let count = 0;
  let onRenewal = (): void => undefined;
  letGo = holdLease({
    leaseMs,
    claimedAtMs,
    renew: async () => {
      count += 1;
      onRenewal();
      return renew();
    },
    stop,
    onError: (error) => errors.push(error),
  });
  const renewals = (wanted: number): Promise<void> =>
    new Promise((resolve) => {
      onRenewal = () => {
        if (count >= wanted) resolve();
      };
      onRenewal();
    });
  return { stop, errors, renewals };
}

async function stopped(stop: StopSignal): Promise<void> {
  if (!stop.signal.aborted) await once(stop.signal, 'abort');
}

describe('a lease', () => {
  test('goes on for as long as it is renewed', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    // Long enough for a machine that is busy: a renewal that comes too late is another test's matter.
    const leaseMs = 2_400;
    const { stop, renewals } = startHolding(
      () => store.transitions.renew(task, { ...fence, leaseMs }),
      leaseMs,
    );
    const before = await readTaskRecord(store.redis, task.taskId);
    // More than a lease's worth of renewals.
    await renewals(4);
    const after = await readTaskRecord(store.redis, task.taskId);
    expect(stop.reason).toBeUndefined();
    expect(after?.leaseUntil).not.toBe(before?.leaseUntil);
  });

  test('that another has taken stops the work', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    const { stop } = startHolding(() => store.transitions.renew(task, { ...fence, leaseMs: LEASE_MS }));
    await runOut(store.redis, task);
    await hold(store.transitions, task, { head: 2, holder: 'worker-b' });
    await stopped(stop);
    expect(stop.reason).toBe('lost');
  });

  test('whose claim was answered too late is lost before anything is asked of a provider', () => {
    const never = (): Promise<never> => new Promise(() => undefined);
    const { stop } = startHolding(never, LEASE_MS, performance.now() - LEASE_MS);
    // No timer has fired: this is the same turn of the event loop.
    expect(stop.isStopped()).toBe(true);
    expect(stop.reason).toBe('lost');
  });

  test('invariant 8: tells of a stored cancel', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    const { stop } = startHolding(() => store.transitions.renew(task, { ...fence, leaseMs: LEASE_MS }));
    await store.transitions.cancel(task);
    await stopped(stop);
    expect(stop.reason).toBe('cancel_requested');
  });

  test('that cannot be renewed because Redis does not answer stops the work by itself', async () => {
    const { stop } = startHolding(() => new Promise<never>(() => undefined));
    await stopped(stop);
    expect(stop.reason).toBe('lost');
  });

  test('that cannot be renewed because Redis answers with errors stops the work by itself', async () => {
    const { stop, errors } = startHolding(() => Promise.reject(new Error('LOADING')));
    await stopped(stop);
    expect(stop.reason).toBe('lost');
    expect(errors.length).toBeGreaterThan(0);
  });

  test('survives an error', async () => {
    let calls = 0;
    const renew = async (): Promise<RenewReply> => {
      if (calls++ === 0) throw new Error('no answer');
      return { tag: 'renewed' };
    };
    const { stop, errors, renewals } = startHolding(renew, 2_000);
    await renewals(3);
    expect(stop.reason).toBeUndefined();
    expect(errors).toHaveLength(1);
  });

  test('that was let go is not renewed, and nothing that comes late stops anything', async () => {
    const reply = Promise.withResolvers<RenewReply>();
    const { stop, renewals } = startHolding(() => reply.promise);
    await renewals(1);
    letGo();
    reply.resolve({ tag: 'lost' });
    await reply.promise;
    // A second lease, begun after it, has come to its end: the first would have come to it before.
    const second = startHolding(() => new Promise<never>(() => undefined));
    await stopped(second.stop);
    expect(stop.reason).toBeUndefined();
  });
});

test('the first reason to stop stays', () => {
  const stop = new StopSignal();
  expect(stop.reason).toBeUndefined();
  stop.stop('drain');
  stop.stop('lost');
  expect(stop.reason).toBe('drain');
});
