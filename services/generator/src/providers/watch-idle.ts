import { ProviderFailure, type ProviderPart } from './provider.ts';

/** How long a provider may be silent, ms. */
export interface IdleLimits {
  /** Between parts until its first text, connecting included: it may wait in a queue, or think. */
  firstPartMs: number;
  /** Between parts from then on. */
  nextPartMs: number;
}

/**
 * Passes parts on and fails with `provider_stalled` when none comes in time. The SDKs' own timeouts end with
 * the response headers, so without this a silent provider would hold a task for ever.
 */
export async function* watchIdle(
  parts: AsyncIterable<ProviderPart>,
  limits: IdleLimits,
): AsyncIterable<ProviderPart> {
  const iterator = parts[Symbol.asyncIterator]();
  let limitMs = limits.firstPartMs;
  try {
    for (;;) {
      const next = await withinMs(iterator.next(), limitMs);
      if (next.done) return;
      if (next.value.type === 'text') limitMs = limits.nextPartMs;
      yield next.value;
    }
  } finally {
    // Not awaited: it waits for the very read that hangs. The caller's signal ends that one.
    iterator.return?.().catch(() => undefined);
  }
}

async function withinMs<T>(work: Promise<T>, limitMs: number): Promise<T> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new ProviderFailure('provider_stalled', `no part for ${limitMs} ms`)),
    limitMs,
  );
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
    // A read that fails after it was given up has nobody left to hear it.
    work.catch(() => undefined);
  }
}
