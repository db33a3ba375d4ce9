import type { Snippet } from '../protocol/conversation-api.ts';

/**
 * What is typed into a search becomes a tsquery by `websearch_to_tsquery`, which takes anything; this is what is done
 * to its words before and to its finds behind.
 */

/** A last word that may be the beginning of one: not excluded, not inside a phrase, and long enough to tell much. */
const UNFINISHED_WORD = /(?:^|[^-\p{L}\p{N}])[\p{L}\p{N}]*[\p{L}\p{N}]{3}$/u;

/**
 * Lets the last word match the words that begin with it, so that there are finds while it is being typed.
 *
 * @param tsquery what Postgres made of `typed`; '' has no words
 */
export function matchBeginning(tsquery: string, typed: string): string {
  return tsquery.endsWith("'") && UNFINISHED_WORD.test(typed) ? `${tsquery}:*` : tsquery;
}

/** Marks around finds, of the private use area: nobody types them. */
const START = '\uE000';
const STOP = '\uE001';
const FIND = new RegExp(`${START}([^${STOP}]*)${STOP}`);

/** Options of `ts_headline`. */
export const HEADLINE = `StartSel="${START}", StopSel="${STOP}", MaxFragments=2, MinWords=6, MaxWords=18, FragmentDelimiter=" … "`;

/** What `ts_headline` made with these options, in pieces. */
export function parseHeadline(headline: string): Snippet {
  return headline
    .split(FIND)
    .map((text, i) => ({ text, match: i % 2 === 1 }))
    .filter(({ text }) => text !== '');
}
