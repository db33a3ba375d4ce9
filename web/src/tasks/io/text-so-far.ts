import { textOf, type LoggedEntry } from '../events/logged-entry.ts';

/**
 * The answer that a log tells of up to now: its counted chunks (docs/PROTOCOL.md, "Entries"). Pure.
 *
 * @returns undefined where the beginning of the log is not known
 */
export function textSoFar(entries: readonly LoggedEntry[]): string | undefined {
  if (entries[0] && entries[0].seq !== 1) return undefined;
  let chunks: string[] = [];
  for (const entry of entries) {
    if (entry.type === 'chunk') chunks.push(textOf(entry));
    if (entry.type === 'attempt_started' || entry.type === 'cache_hit') {
      chunks = chunks.slice(0, Number(entry.data['kept_chunks'] ?? 0));
    }
  }
  return chunks.join('');
}
