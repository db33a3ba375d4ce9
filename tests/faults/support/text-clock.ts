import { eventually } from '../../support/eventually.ts';

/** When each reader was last sent text. */
export interface TextClock {
  /** To be given to a reader. */
  onText: (reader: string) => () => void;
  /** Resolves once so many readers have been sent something. */
  untilAllHave: (readers: number) => Promise<void>;
  /** Resolves once each has been sent something after that time; with how long that took. @param at unix ms */
  untilAllAfter: (at: number) => Promise<number[]>;
}

const WITHIN_MS = 60_000;

export function makeTextClock(): TextClock {
  const lastAt = new Map<string, number>();
  /** The first text after `since.at`. */
  let since = { at: Infinity, first: new Map<string, number>() };
  return {
    onText: (reader) => () => {
      const now = Date.now();
      lastAt.set(reader, now);
      if (now >= since.at && !since.first.has(reader)) since.first.set(reader, now - since.at);
    },
    untilAllHave: async (readers) => {
      await eventually(
        async () => lastAt.size,
        (size) => size >= readers,
        WITHIN_MS,
      );
    },
    untilAllAfter: async (at) => {
      since = { at, first: new Map() };
      const { first } = since;
      await eventually(
        async () => first.size,
        (size) => size >= lastAt.size,
        WITHIN_MS,
      );
      return [...first.values()];
    },
  };
}
