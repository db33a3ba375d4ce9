import { setTimeout as sleep } from 'node:timers/promises';
import OpenAI, { APIError } from 'openai';
import { MissingEvents } from './order-events.ts';
import { ProviderFailure, type ProviderPart, type StoredRun } from './provider.ts';
import { toEnd, toParts, toRunFailure } from './responses-parts.ts';

type Response = OpenAI.Responses.Response;

/** A run that can no longer be streamed is asked for this often. */
const POLL_MS = 1_000;

/**
 * Attaches to a background run behind what is stored of it; nothing of it is bought again. A run older than the
 * provider's streaming window (five minutes; openai-python issue 2828) can still be asked for whole: then the rest
 * of its text comes in one piece, once it is done; so it does when events are missing in the stream.
 */
export async function* reattachRun(
  client: OpenAI,
  run: StoredRun,
  signal: AbortSignal,
): AsyncIterable<ProviderPart> {
  const after = run.cursor === undefined ? undefined : Number(run.cursor);
  let events: AsyncIterable<OpenAI.Responses.ResponseStreamEvent>;
  try {
    events = await client.responses.retrieve(
      run.handle,
      { stream: true, include_obfuscation: false, ...(after === undefined ? {} : { starting_after: after }) },
      { signal },
    );
  } catch (error) {
    if (isGone(error)) throw runLost(run.handle);
    if (!isTooOldToStream(error)) throw error;
    yield* pollRun(client, run, signal);
    return;
  }
  let { text } = run;
  try {
    for await (const part of skipStored(toParts(events, signal, after), run.charsSinceCursor)) {
      if (part.type === 'text') text += part.text;
      yield part;
    }
  } catch (error) {
    // A second stream with a hole in it: the whole text has none.
    if (!(error instanceof MissingEvents)) throw error;
    yield* pollRun(client, { ...run, text }, signal);
  }
}

/** Leaves out text that is stored already, but without a place of its own to go on behind. */
async function* skipStored(
  parts: AsyncIterable<ProviderPart>,
  characters: number,
): AsyncIterable<ProviderPart> {
  let skip = characters;
  for await (const part of parts) {
    if (part.type === 'handle') continue;
    if (part.type !== 'text' || skip === 0) {
      yield part;
      continue;
    }
    const text = part.text.slice(skip);
    skip -= Math.min(skip, part.text.length);
    yield text === '' ? { type: 'activity' } : { ...part, text };
  }
}

async function* pollRun(
  client: OpenAI,
  { handle, text }: StoredRun,
  signal: AbortSignal,
): AsyncIterable<ProviderPart> {
  for (;;) {
    const response = await client.responses.retrieve(handle, {}, { signal });
    switch (response.status) {
      case 'completed':
      case 'incomplete':
        yield { type: 'text', text: restOf(response, text) };
        yield toEnd(response);
        return;
      case 'failed':
        throw toRunFailure(response);
      case 'cancelled':
        throw runLost(handle);
      default:
        yield { type: 'activity' };
        await sleep(POLL_MS, undefined, { signal });
    }
  }
}

/** What is stored must be the beginning of what the provider kept, or the two are not the same answer. */
function restOf(response: Response, stored: string): string {
  if (!response.output_text.startsWith(stored)) throw runLost(response.id);
  return response.output_text.slice(stored.length);
}

function isTooOldToStream(error: unknown): boolean {
  return error instanceof APIError && error.status === 400;
}

function isGone(error: unknown): boolean {
  return error instanceof APIError && error.status === 404;
}

function runLost(handle: string): ProviderFailure {
  return new ProviderFailure('run_lost', `${handle} can not be attached to`);
}
