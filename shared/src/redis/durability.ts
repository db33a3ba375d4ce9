import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from './connection.ts';

/** What Redis must be set to, or an acknowledged task could be lost (invariant 1). */
const REQUIRED_SETTINGS: Readonly<Record<string, string>> = {
  appendonly: 'yes',
  appendfsync: 'always',
  'maxmemory-policy': 'noeviction',
};

/** One sentence for each setting that would let Redis lose what it acknowledged; empty: it is safe. */
export async function findDurabilityFaults(redis: Redis): Promise<string[]> {
  const names = Object.keys(REQUIRED_SETTINGS);
  const reply: unknown = await redis.config('GET', ...(names as [string]));
  const pairs = Array.isArray(reply)
    ? reply.map(String)
    : Object.entries(reply as object)
        .flat()
        .map(String);
  const actual = new Map<string, string>();
  for (let i = 0; i + 1 < pairs.length; i += 2) actual.set(pairs[i] ?? '', pairs[i + 1] ?? '');
  return names
    .filter((name) => actual.get(name) !== REQUIRED_SETTINGS[name])
    .map(
      (name) => `Redis must run with ${name} ${REQUIRED_SETTINGS[name]}, it has "${actual.get(name) ?? ''}".`,
    );
}

/** A Redis that stands still or is just coming up is asked again for so long. */
const ANSWERS_WITHIN_MS = 15_000;
const ASK_AGAIN_MS = 250;

/** The same at the start of a service, which may come while Redis is away. Rejects when it gives no answer in time. */
export async function waitForDurabilityFaults(redis: Redis): Promise<string[]> {
  const endMs = performance.now() + ANSWERS_WITHIN_MS;
  for (;;) {
    try {
      return await findDurabilityFaults(redis);
    } catch (error) {
      if (performance.now() > endMs) throw error;
      await sleep(ASK_AGAIN_MS);
    }
  }
}
