import { keepCalling } from '../../shell/connection/keep-calling.ts';
import type { Services } from '../../services.ts';
import type { LoggedEntry } from './logged-entry.ts';

const PAGE_ENTRIES = 200;
const KEEP_TRYING_MS = 15_000;

type Reading = Pick<Services, 'client' | 'connection'>;

/**
 * The whole log as it is now: all pages of the API's history, however many there are.
 *
 * @returns undefined when that could not be had
 */
export async function readWholeLog(
  services: Reading,
  taskId: string,
  signal: AbortSignal,
): Promise<LoggedEntry[] | undefined> {
  const entries: LoggedEntry[] = [];
  for (;;) {
    const page = await readPage(services, taskId, (entries.at(-1)?.seq ?? 0) + 1, PAGE_ENTRIES, signal);
    if (!page) return undefined;
    entries.push(...page.entries);
    // Of a log that goes on there is no more now.
    if (page.next_from === null || page.entries.length === 0) return entries;
  }
}

/**
 * The entries before one, in order, at most so many pages of them.
 *
 * @param seq of that one
 */
export async function readBefore(
  services: Reading,
  taskId: string,
  seq: number,
  pagesMax: number,
  signal: AbortSignal,
): Promise<LoggedEntry[]> {
  let entries: LoggedEntry[] = [];
  for (let first = seq; first > 1 && entries.length < pagesMax * PAGE_ENTRIES;) {
    const from = Math.max(1, first - PAGE_ENTRIES);
    const page = await readPage(services, taskId, from, first - from, signal);
    if (!page) break;
    entries = [...page.entries, ...entries];
    first = from;
  }
  return entries;
}

async function readPage(services: Reading, taskId: string, from: number, limit: number, signal: AbortSignal) {
  const { workflows } = services.client.api;
  const page = await keepCalling(services, () => workflows.history(taskId, { from, limit }), {
    signal,
    forMs: KEEP_TRYING_MS,
  });
  return page?.ok ? page.value : undefined;
}
