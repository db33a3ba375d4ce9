import type { HighlightReply, HighlightRequest } from './highlight-worker.ts';
import type { Language } from './languages.ts';
import type { Runs } from './runs.ts';

/** Longer than this no grammar is fast, and nobody reads it on this page. */
const CODE_CHARS_MAX = 100_000;
/** Blocks that wait for the worker; of a page that has more, the others stay plain. */
const WAITING_MAX = 500;
/** A worker that says nothing for so long hangs in a grammar, or was never fetched. */
const SILENCE_MAX_MS = 10_000;

/** One for the page, from the first code block on. */
let worker: Worker | undefined;
let silence: ReturnType<typeof setTimeout> | undefined;
let lastId = 0;
const waiting = new Map<number, (runs: Runs | undefined) => void>();

/** Undefined when it cannot be highlighted: then it stays plain. */
export function highlight(code: string, language: Language): Promise<Runs | undefined> {
  if (code.length > CODE_CHARS_MAX || waiting.size >= WAITING_MAX) return Promise.resolve(undefined);
  const { promise, resolve } = Promise.withResolvers<Runs | undefined>();
  const id = ++lastId;
  waiting.set(id, resolve);
  worker ??= startWorker();
  worker.postMessage({ id, code, language } satisfies HighlightRequest, []);
  silence ??= setTimeout(giveUp, SILENCE_MAX_MS);
  return promise;
}

function startWorker(): Worker {
  const started = new Worker(new URL('./highlight-worker.ts', import.meta.url), { type: 'module' });
  started.addEventListener('message', ({ data }: MessageEvent<HighlightReply>) => {
    clearTimeout(silence);
    waiting.get(data.id)?.(data.runs);
    waiting.delete(data.id);
    silence = waiting.size > 0 ? setTimeout(giveUp, SILENCE_MAX_MS) : undefined;
  });
  started.addEventListener('error', giveUp);
  return started;
}

/** Those that wait stay plain; the next block gets a new worker. */
function giveUp(): void {
  worker?.terminate();
  worker = undefined;
  clearTimeout(silence);
  silence = undefined;
  for (const resolve of waiting.values()) resolve(undefined);
  waiting.clear();
}
