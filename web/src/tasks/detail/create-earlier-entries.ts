import { createSignal, type Accessor, type Setter } from 'solid-js';
import type { Services } from '../../services.ts';
import type { LoggedEntry } from '../events/logged-entry.ts';
import { readBefore } from '../events/read-log.ts';

/** What of a log stands before the part that was read, and how it comes. */
export interface EarlierEntries {
  /** There are entries before the first. */
  hasEarlier: Accessor<boolean>;
  isReadingEarlier: Accessor<boolean>;
  readEarlier: () => Promise<void>;
  /** The same until this entry is there, or nothing more is to be had. */
  readBackTo: (seq: number) => Promise<void>;
}

export interface EarlierOptions {
  services: Pick<Services, 'client' | 'connection'>;
  taskId: string;
  signal: AbortSignal;
  entries: Accessor<readonly LoggedEntry[]>;
  setEntries: Setter<readonly LoggedEntry[]>;
  /** More than can be read; who wants all of it downloads it. */
  entriesMax: number;
}

const PAGES_AT_ONCE = 5;

export function createEarlierEntries(options: EarlierOptions): EarlierEntries {
  const { services, taskId, signal, entries, setEntries, entriesMax } = options;
  const [isReadingEarlier, setReadingEarlier] = createSignal(false);
  const firstSeq = (): number => entries()[0]?.seq ?? 1;
  const hasEarlier = (): boolean => firstSeq() > 1 && entries().length < entriesMax;

  const readEarlier = async (): Promise<void> => {
    const first = firstSeq();
    setReadingEarlier(true);
    const earlier = await readBefore(services, taskId, first, PAGES_AT_ONCE, signal);
    if (firstSeq() === first) setEntries((known) => [...earlier, ...known]);
    setReadingEarlier(false);
  };
  const readBackTo = async (seq: number): Promise<void> => {
    for (let first = firstSeq(); seq < first && hasEarlier(); first = firstSeq()) {
      await readEarlier();
      if (firstSeq() === first) return;
    }
  };
  return { hasEarlier, isReadingEarlier, readEarlier, readBackTo };
}
