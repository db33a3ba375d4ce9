import type { LoggedEntry } from './logged-entry.ts';

/** A line of the table of events: an entry, or chunks that follow one another. */
export type EventLine =
  | { kind: 'entry'; entry: LoggedEntry; deltaMs: number | undefined; isOfGroup: boolean }
  | {
      kind: 'chunks';
      /** The seq of its first, which stays while more come. */
      key: number;
      entries: readonly LoggedEntry[];
      deltaMs: number | undefined;
      isOpen: boolean;
    };

/** Fewer chunks than this stand for themselves. */
const GROUP_MIN = 3;

/** Lines for entries in order: chunks that follow one another are one, and are told one by one where it is opened. Pure. */
export function groupEntries(entries: readonly LoggedEntry[], isOpen: (key: number) => boolean): EventLine[] {
  const lines: EventLine[] = [];
  let last: LoggedEntry | undefined;
  const push = (entry: LoggedEntry, isOfGroup: boolean): void => {
    lines.push({ kind: 'entry', entry, deltaMs: deltaOf(last, entry), isOfGroup });
    last = entry;
  };
  for (let index = 0; index < entries.length;) {
    const run = takeChunks(entries, index);
    const [first] = run;
    if (first && run.length >= GROUP_MIN) {
      const open = isOpen(first.seq);
      lines.push({
        kind: 'chunks',
        key: first.seq,
        entries: run,
        deltaMs: deltaOf(last, first),
        isOpen: open,
      });
      if (open) for (const entry of run) push(entry, true);
      last = run.at(-1);
      index += run.length;
      continue;
    }
    const entry = entries[index];
    if (entry) push(entry, false);
    index += 1;
  }
  return lines;
}

/** The key of the group that an entry is in; undefined: it stands for itself. */
export function groupOf(lines: readonly EventLine[], seq: number): number | undefined {
  const group = lines.find(
    (line) => line.kind === 'chunks' && line.key <= seq && (line.entries.at(-1)?.seq ?? 0) >= seq,
  );
  return group?.kind === 'chunks' ? group.key : undefined;
}

/** Where an entry is told of: on its own line, else in its group. -1: it is not there. */
export function findLine(lines: readonly EventLine[], seq: number): number {
  const own = lines.findIndex((line) => line.kind === 'entry' && line.entry.seq === seq);
  if (own >= 0) return own;
  const key = groupOf(lines, seq);
  return lines.findIndex((line) => line.kind === 'chunks' && line.key === key);
}

/** The chunks of one holder from there on; another's begin a line of their own. */
function takeChunks(entries: readonly LoggedEntry[], from: number): LoggedEntry[] {
  const first = entries[from];
  const run: LoggedEntry[] = [];
  for (let index = from; index < entries.length; index += 1) {
    const entry = entries[index];
    if (entry?.type !== 'chunk' || entry.epoch !== first?.epoch) break;
    run.push(entry);
  }
  return run;
}

function deltaOf(last: LoggedEntry | undefined, entry: LoggedEntry): number | undefined {
  return last && Math.max(0, entry.at - last.at);
}
