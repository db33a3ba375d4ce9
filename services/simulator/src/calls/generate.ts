import { setImmediate } from 'node:timers/promises';
import { endingFault } from '../plan/fault.ts';
import type { Call } from './call.ts';
import type { Ticker } from './ticker.ts';

/** Without a rate, as many tokens as one write to the socket can well carry. */
const UNPACED_TOKENS = 64;

/**
 * Generates a call's tokens at the rate of its plan: raises `call.generated` and yields after each raise, so that
 * a consumer that is slow to ask again holds it back. Ends when all is generated, which it marks in `call.end`,
 * or when the signal is aborted, which it leaves to be marked by whoever did that.
 */
export async function* generate(call: Call, ticker: Ticker, signal: AbortSignal): AsyncGenerator<void> {
  const { tps = 0, first_ms: firstMs = 0 } = call.plan;
  const haltAt = haltingToken(call);
  const total = Math.min(call.output.tokens.length, haltAt);
  yield;
  if (firstMs > 0) await ticker.until(performance.now() + firstMs, signal);
  const beganMs = performance.now();
  while (call.generated < total && !signal.aborted) {
    const due = tps === 0 ? call.generated + UNPACED_TOKENS : tokensDue(performance.now() - beganMs, tps);
    if (due > call.generated) {
      call.generated = Math.min(due, total);
      yield;
      if (tps === 0) await setImmediate();
    } else {
      await ticker.until(beganMs + (call.generated * 1000) / tps, signal);
    }
  }
  if (haltAt <= call.output.tokens.length) await ticker.until(Infinity, signal);
  if (!signal.aborted) markEnd(call, call.output.end);
}

export function markEnd(call: Call, end: NonNullable<Call['end']>): void {
  call.end ??= end;
  call.endedAtMs ??= Date.now();
}

/** The first token is due at once. */
function tokensDue(elapsedMs: number, tps: number): number {
  return Math.floor((elapsedMs * tps) / 1000) + 1;
}

/**
 * Where a fault halts the generation for good. One of the connection does so too, unless the call goes on in the
 * background: a server notices that it has lost its reader.
 */
function haltingToken({ plan: { fault }, isBackground }: Call): number {
  if (fault?.kind === 'freeze') return fault.at;
  return (isBackground ? undefined : endingFault(fault)?.at) ?? Infinity;
}
