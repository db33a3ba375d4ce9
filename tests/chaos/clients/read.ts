import { isTerminal } from '@continuo/shared/protocol/task-status';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import { createParser } from 'eventsource-parser';
import type { Connection, Transcript } from '../evidence/evidence.ts';
import { isNotNow, pause, type Clients } from './client.ts';
import type { PlannedReader } from './plan-tasks.ts';

/** Without a byte for so long a connection is given up; gateways send a heartbeat more often. */
const SILENT_MS_MAX = 6_000;
const COME_BACK_MS = 50;
const COME_BACK_AFTER_REFUSAL_MS = 300;

/**
 * Reads a task to its terminal entry as a resuming client does: over as many connections as it takes, at whatever
 * gateway, with the cursor of the last entry it has; and comes back once more, to hear that there is no more.
 *
 * @param onText told how many characters of the answer have been seen
 */
export async function readTask(
  clients: Clients,
  taskId: TaskId,
  reader: string,
  first: number,
  plan: PlannedReader,
  onText: (characters: number) => void,
): Promise<void> {
  const transcript: Transcript = { taskId, reader, connections: [] };
  clients.book.transcripts.push(transcript);
  let cursor: string | undefined;
  let characters = 0;
  for (let turn = 0; !clients.giveUp.aborted; turn += 1) {
    const gateway = (first + turn) % clients.urls.length;
    const cutAfter = plan.cuts[turn] ?? Infinity;
    const connection: Connection = { gateway, cursor, status: 0, frames: [], end: 'broke' };
    transcript.connections.push(connection);
    await connect(clients, connection, taskId, plan.usesQuery, cutAfter, (text) => {
      characters += text;
      onText(characters);
    });
    cursor = connection.frames.at(-1)?.id ?? cursor;
    if (connection.status === 204) return;
    if (connection.status >= 400 && connection.status < 500 && !isNotNow(connection.status)) {
      clients.book.refusals.push(
        `${connection.status} to reader ${reader} of ${taskId} at cursor ${cursor ?? 'none'}`,
      );
      return;
    }
    await pause(connection.status === 200 ? COME_BACK_MS : COME_BACK_AFTER_REFUSAL_MS);
  }
}

/** Whether what was read so far ends with the terminal entry. */
export function hasEnd({ connections }: Transcript): boolean {
  const last = connections.flatMap(({ frames }) => frames).at(-1);
  return last !== undefined && isTerminal(last.event);
}

async function connect(
  { urls, giveUp }: Clients,
  connection: Connection,
  taskId: TaskId,
  usesQuery: boolean,
  cutAfter: number,
  onText: (characters: number) => void,
): Promise<void> {
  const { cursor, gateway, frames } = connection;
  const stop = new AbortController();
  const watchdog = setTimeout(() => {
    connection.end = 'silent';
    stop.abort();
  }, SILENT_MS_MAX);
  const query = usesQuery && cursor !== undefined ? `?after=${cursor}` : '';
  const parser = createParser({
    onEvent: ({ id = '', event = '', data }) => {
      if (frames.length >= cutAfter) return;
      frames.push({ id, event, data });
      if (event === 'chunk') onText((JSON.parse(data) as { text: string }).text.length);
    },
  });
  try {
    const response = await fetch(`${urls[gateway] ?? ''}/api/chat/stream/${taskId}${query}`, {
      headers: cursor === undefined || usesQuery ? {} : { 'last-event-id': cursor },
      signal: AbortSignal.any([giveUp, stop.signal]),
    });
    connection.status = response.status;
    const decoder = new TextDecoder();
    for await (const bytes of response.body ?? []) {
      watchdog.refresh();
      parser.feed(decoder.decode(bytes, { stream: true }));
      if (frames.length < cutAfter) continue;
      connection.end = 'cut_by_us';
      return;
    }
    connection.end = 'ended_by_server';
  } catch {
    // It broke, or the watchdog or the end of the run broke it: `end` says which.
  } finally {
    clearTimeout(watchdog);
    stop.abort();
  }
}
