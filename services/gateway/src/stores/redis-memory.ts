import { setTimeout as sleep } from 'node:timers/promises';

/** How full Redis is, as of the last look: so that new tasks are shed while those it has can still go on. */
export interface RedisMemory {
  /** A sentence while there is no room for new tasks. Undefined: there is, or nobody has set a limit. */
  findShortage: () => string | undefined;
  close: () => void;
}

/** Often enough: a whole second of new tasks takes a small part of the share that is kept free. */
const LOOK_MS = 1_000;

/**
 * Looks at Redis' memory every so often, not at each request.
 *
 * @param readInfo the reply to `INFO memory`
 * @param percentMax share of maxmemory from which on new tasks are shed
 */
export function watchRedisMemory(
  readInfo: () => Promise<string>,
  percentMax: number,
  onError: (error: unknown) => void,
): RedisMemory {
  const closing = new AbortController();
  let shortage: string | undefined;

  async function watch(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        shortage = judgeMemory(await readInfo(), percentMax);
      } catch (error) {
        // What was seen last holds: a Redis that was full will hardly come back empty.
        if (!closing.signal.aborted) onError(error);
      }
      await sleep(LOOK_MS, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  }
  void watch();
  return { findShortage: () => shortage, close: () => closing.abort() };
}

/** @param info the reply to `INFO memory` (https://redis.io/docs/latest/commands/info/) */
export function judgeMemory(info: string, percentMax: number): string | undefined {
  const usedBytes = numberIn(info, 'used_memory');
  const bytesMax = numberIn(info, 'maxmemory');
  if (bytesMax === 0 || usedBytes * 100 < bytesMax * percentMax) return undefined;
  const percent = Math.floor((usedBytes * 100) / bytesMax);
  return `Redis has used ${percent} % of its memory; new tasks are taken below ${percentMax} %.`;
}

function numberIn(info: string, name: string): number {
  return Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
}
