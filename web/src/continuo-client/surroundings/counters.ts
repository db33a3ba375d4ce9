/** What went wrong underneath without anybody seeing it. The first three must stay 0 (docs/PROTOCOL.md). */
export interface Counters {
  /** Entries that came a second time. */
  dupes: number;
  /** Entries that were missing before one that came. */
  gaps: number;
  /** Answers whose text, at the end, was not the one the service has. */
  mismatches: number;
  /** Connections after the first of a reader. */
  reconnects: number;
  /** Entries of a holder that had been fenced off. */
  fenced: number;
}

export function makeCounters(): Counters {
  return { dupes: 0, gaps: 0, mismatches: 0, reconnects: 0, fenced: 0 };
}
