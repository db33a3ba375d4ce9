import type { Evidence } from '../evidence/evidence.ts';

/** What all clients of a run share. */
export interface Clients {
  /** Of all gateways: every request may go to any. */
  urls: readonly string[];
  /** Whose requests these gateways take them for. */
  owner: string;
  /** Filled as the run goes on. */
  book: Pick<Evidence, 'accepted' | 'cancels' | 'transcripts' | 'refusals'>;
  /** Aborts when the run waits no longer. */
  giveUp: AbortSignal;
}

const REPLY_MS_MAX = 8_000;
const TRY_AGAIN_MS = 200;

/**
 * Asks until there is an answer below 500: processes are being killed, so that any one request may find nobody.
 *
 * @returns undefined when the run gave up first
 */
export async function ask(
  { urls, book, giveUp }: Clients,
  first: number,
  path: string,
  init: RequestInit,
): Promise<Response | undefined> {
  for (let tries = 0; !giveUp.aborted; tries += 1) {
    const url = urls[(first + tries) % urls.length] ?? '';
    try {
      const signal = AbortSignal.any([giveUp, AbortSignal.timeout(REPLY_MS_MAX)]);
      const response = await fetch(`${url}${path}`, { ...init, signal });
      if (response.status < 500 && !isNotNow(response.status)) return response;
      const body = await response.text();
      if (!isNotNow(response.status)) book.refusals.push(`${response.status} from ${path}: ${body}`);
    } catch {
      // Nobody there, or the connection broke: that is what this run is about.
    }
    await pause(TRY_AGAIN_MS);
  }
  return undefined;
}

/** 408: the gateway slept, or had no turn, while a connection waited for it (RFC 9110, 15.5.9: it may be repeated). */
export function isNotNow(status: number): boolean {
  return status === 408 || status === 503;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
