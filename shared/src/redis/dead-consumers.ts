import { readFileSync } from 'node:fs';
import type { Redis } from './connection.ts';
import { requestsKey } from './keys.ts';
import type { GroupName } from './request-stream.ts';

const SCRIPT = readFileSync(new URL('./scripts/remove_dead_consumers.lua', import.meta.url), 'utf8');

/**
 * Removes consumers of processes that are gone: every process has a name of its own, and a group keeps each for
 * ever. One that was only silent is back as soon as it reads again. Returns how many were removed.
 */
export async function removeDeadConsumers(
  redis: Redis,
  partition: number,
  group: GroupName,
  idleMs: number,
): Promise<number> {
  return Number(await redis.eval(SCRIPT, 1, requestsKey(partition), group, idleMs));
}
