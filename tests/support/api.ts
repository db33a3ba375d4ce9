import type { GenerateReply, ResultReply, StatusReply } from '@continuo/shared/protocol/http-api';
import type { StatsReply } from '@continuo/shared/protocol/stats-api';
import type { WorkflowReply } from '@continuo/shared/protocol/workflow-api';
import { createParser, type EventSourceMessage } from 'eventsource-parser';

/** The HTTP API as a test uses it: what a user's curl would send, no more. */

export interface ReadOptions {
  /** The cursor to resume from. */
  lastEventId?: string | undefined;
  /** Stop, by cutting the connection, once this many entries came. */
  cutAfter?: number | undefined;
  /** Told of each entry as it comes. */
  onEntry?: ((event: EventSourceMessage) => void) | undefined;
}

export interface Transcript {
  status: number;
  /** The entries, without heartbeats. */
  events: EventSourceMessage[];
  /** The body as it came, from the first entry on. */
  raw: string;
}

const TERMINAL_EVENTS = ['completed', 'failed', 'cancelled'];

export async function generate(
  url: string,
  body: Record<string, unknown>,
  headers: Record<string, string> = {},
): Promise<GenerateReply> {
  const response = await fetch(`${url}/api/chat/generate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as GenerateReply;
}

async function getJson<Reply>(url: string): Promise<Reply> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as Reply;
}

export function getResult(url: string, taskId: string): Promise<ResultReply> {
  return getJson(`${url}/api/chat/result/${taskId}`);
}

export function getStatus(url: string, taskId: string): Promise<StatusReply> {
  return getJson(`${url}/api/chat/status/${taskId}`);
}

export function getWorkflow(url: string, taskId: string): Promise<WorkflowReply> {
  return getJson(`${url}/api/workflows/${taskId}/status`);
}

export function getStats(url: string): Promise<StatsReply> {
  return getJson(`${url}/api/stats`);
}

/** One connection to a task's stream, until the server ends it or the test cuts it. */
export async function readStream(
  url: string,
  taskId: string,
  { lastEventId, cutAfter = Infinity, onEntry }: ReadOptions = {},
): Promise<Transcript> {
  const abort = new AbortController();
  const response = await fetch(`${url}/api/chat/stream/${taskId}`, {
    headers: lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
    signal: abort.signal,
  });
  const transcript: Transcript = { status: response.status, events: [], raw: '' };
  if (response.status !== 200 || !response.body) return transcript;
  const parser = createParser({
    onEvent: (event) => {
      if (transcript.events.length >= cutAfter) return;
      transcript.events.push(event);
      onEntry?.(event);
    },
  });
  const decoder = new TextDecoder();
  for await (const bytes of response.body) {
    const text = decoder.decode(bytes, { stream: true });
    transcript.raw += text;
    parser.feed(text);
    if (transcript.events.length >= cutAfter) break;
  }
  abort.abort();
  return transcript;
}

/**
 * Reads a task to its terminal entry as a resuming client does: over as many connections as it takes, to
 * whichever gateway answers, always with the cursor of the last entry.
 */
export async function readToTheEnd(
  urls: readonly string[],
  taskId: string,
  onEntry?: ReadOptions['onEntry'],
): Promise<EventSourceMessage[]> {
  const events: EventSourceMessage[] = [];
  // What came over a connection that then broke was seen, too.
  const take = (event: EventSourceMessage): void => {
    events.push(event);
    onEntry?.(event);
  };
  for (let tries = 0; tries < 1_000; tries += 1) {
    const url = urls[tries % urls.length] ?? '';
    try {
      const part = await readStream(url, taskId, { lastEventId: events.at(-1)?.id, onEntry: take });
      if (TERMINAL_EVENTS.includes(events.at(-1)?.event ?? '')) return events;
      if (part.status !== 200 && part.status < 500) throw new Error(`the stream answered ${part.status}`);
    } catch (error) {
      // The connection broke: that is what a resuming client is for. Anything else is a fault.
      if (!(error instanceof TypeError)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${taskId} did not end`);
}

/** The answer as a reader makes it of what it was sent (PROTOCOL.md, section 2). */
export function answerOf(events: readonly EventSourceMessage[]): string {
  const chunks: string[] = [];
  for (const { event, data } of events) {
    const entry = JSON.parse(data) as { text?: string; kept_chunks?: number };
    if (event === 'chunk') chunks.push(entry.text ?? '');
    if (entry.kept_chunks !== undefined) chunks.length = Math.min(chunks.length, entry.kept_chunks);
  }
  return chunks.join('');
}

/** The seqs of a transcript; a reader may see neither a gap nor a repeat. */
export function seqsOf(events: readonly EventSourceMessage[]): number[] {
  return events.map((event) => Number(event.id?.split('-')[0]));
}

export function oneTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}
