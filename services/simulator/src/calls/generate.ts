import { setImmediate } from 'node:timers/promises';
import type { Call, End } from './call.ts';
import type { Ticker } from './ticker.ts';

/** Without a rate: as many tokens as one write to the socket can well carry. */
const UNPACED_TOKENS = 64;

/**
 * Generates a call's tokens at the rate of its plan: raises the count of generated tokens and yields after each
 * raise, so that a consumer that is slow to ask again holds it back. Ends when all is generated, which it marks,
 * or when the signal is aborted, which it leaves to be marked by whoever did that.
 */
export async function* generate(call: Call, ticker: Ticker, signal: AbortSignal): AsyncGenerator<void> {
  const { plan, output, progress } = call;
  const { tps = 0, first_ms: firstMs = 0, hold = Infinity } = plan;
  const haltAt = haltingToken(call);
  const total = Math.min(output.tokens.length, haltAt);
  yield;
  if (firstMs > 0) await ticker.until(performance.now() + firstMs, signal);
  let beganMs = performance.now();
  while (progress.generated < total && !signal.aborted) {
    const due = tps === 0 ? progress.generated + UNPACED_TOKENS : tokensDue(performance.now() - beganMs, tps);
    if (progress.generated === hold && call.isHeld()) {
      await ticker.until(performance.now(), signal);
      // It goes on at its pace, not with all that was due meanwhile.
      beganMs = performance.now() - (hold * 1000) / tps;
    } else if (due > progress.generated) {
      progress.generated = Math.min(due, progress.generated < hold ? hold : Infinity, total);
      yield;
      if (tps === 0) await setImmediate();
    } else {
      await ticker.until(beganMs + (progress.generated * 1000) / tps, signal);
    }
  }
  if (haltAt <= output.tokens.length) await ticker.until(Infinity, signal);
  if (!signal.aborted) markEnd(call, output.end);
}

/** The first end counts. */
export function markEnd({ progress }: Call, end: End): void {
  progress.end ??= end;
  progress.endedAtMs ??= Date.now();
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
  return fault?.where === 'ending' && !isBackground ? fault.at : Infinity;
}
