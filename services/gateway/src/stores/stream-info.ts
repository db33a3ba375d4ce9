import type { Redis } from '@continuo/shared/redis/connection';

/** A record of XINFO by the names that Redis gives its fields. */
type Info = Record<string, unknown>;

export async function readGroups(redis: Redis, key: string): Promise<Info[]> {
  return toRecords(await orNone(redis.xinfo('GROUPS', key)));
}

export async function readConsumers(redis: Redis, key: string, group: string): Promise<Info[]> {
  return toRecords(await orNone(redis.xinfo('CONSUMERS', key, group)));
}

function toRecords(reply: readonly unknown[]): Info[] {
  return (reply as unknown[][]).map((flat) =>
    Object.fromEntries(Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i], flat[2 * i + 1]])),
  );
}

/** What Redis lists; nothing while the stream or its group has not been made. */
export async function orNone(reply: Promise<unknown>): Promise<unknown[]> {
  try {
    return (await reply) as unknown[];
  } catch (error) {
    if (/no such key|NOGROUP/.test(String(error))) return [];
    throw error;
  }
}
