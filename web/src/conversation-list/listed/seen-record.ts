/** Which answers were looked at in this browser, by when they had ended. */
export interface SeenRecord {
  /** What ended until then counts as seen, unix ms of the service. */
  floor: number;
  /** The end of the last answer that was looked at, of each conversation; the one noted last at the end. */
  seen: readonly (readonly [conversationId: string, finishedAt: number])[];
}

/** More are forgotten, oldest first; what they covered then counts as seen. */
const SEEN_MAX = 300;

export function isSeen({ floor, seen }: SeenRecord, conversationId: string, finishedAt: number): boolean {
  return finishedAt <= (seen.find(([id]) => id === conversationId)?.[1] ?? floor);
}

export function noteSeen(record: SeenRecord, conversationId: string, finishedAt: number): SeenRecord {
  const known = record.seen.find(([id]) => id === conversationId)?.[1] ?? 0;
  const others = record.seen.filter(([id]) => id !== conversationId);
  const all = [...others, [conversationId, Math.max(known, finishedAt)] as const];
  const forgotten = all.slice(0, -SEEN_MAX).map(([, at]) => at);
  return { floor: Math.max(record.floor, ...forgotten), seen: all.slice(-SEEN_MAX) };
}

/** What an earlier visit kept; undefined when it is not (any more) of this form. */
export function parseSeen(text: string | undefined): SeenRecord | undefined {
  try {
    const value = JSON.parse(text ?? 'null') as Partial<SeenRecord> | null;
    if (typeof value?.floor !== 'number' || !Array.isArray(value.seen)) return undefined;
    return { floor: value.floor, seen: value.seen };
  } catch {
    return undefined;
  }
}
