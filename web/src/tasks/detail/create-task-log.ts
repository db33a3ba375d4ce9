import { START, type Cursor } from '@continuo/shared/protocol/cursor';
import { createSignal, onCleanup, type Accessor } from 'solid-js';
import type { TaskReader } from '../../continuo-client/streams/make-task-reader.ts';
import { pacePerMs } from '../../pace.ts';
import { useServices } from '../../services.ts';
import { logEntry, type LoggedEntry } from '../events/logged-entry.ts';
import { readBefore } from '../events/read-log.ts';
import { createEarlierEntries, type EarlierEntries } from './create-earlier-entries.ts';

/** The log of a task as far as it was read: its end, which grows while the task goes on. */
export interface TaskLog extends EarlierEntries {
  /** In order, without a hole. */
  entries: Accessor<readonly LoggedEntry[]>;
  /** Nothing was read yet. */
  isLoading: Accessor<boolean>;
  /** No store has it any more. */
  isGone: Accessor<boolean>;
  /** Begins to read, to the terminal entry. */
  read: (end: Cursor) => void;
}

/** Of a longer log only so much of its end is read unasked. */
const TAIL_ENTRIES = 2_000;
/** More than can be read; who wants all of it downloads it. */
const ENTRIES_MAX = 12_000;
/** What arrives together changes the page once. */
const SHOW_MS = 100;

/** @param onEntries told of what came over the stream, when it is shown */
export function createTaskLog(taskId: string, onEntries: (entries: readonly LoggedEntry[]) => void): TaskLog {
  const services = useServices();
  const { client, connection } = services;
  const [entries, setEntries] = createSignal<readonly LoggedEntry[]>([]);
  const [isLoading, setLoading] = createSignal(true);
  const [isGone, setGone] = createSignal(false);
  const life = new AbortController();
  const line = connection.open();
  let arrived: LoggedEntry[] = [];
  let reader: TaskReader | undefined;

  const show = (): void => {
    const news = arrived;
    arrived = [];
    setEntries((before) => keepEnd([...before, ...news]));
    setLoading(false);
    onEntries(news);
  };
  const showing = pacePerMs(SHOW_MS, show);

  const readFrom = (cursor: Cursor): void => {
    if (life.signal.aborted) return;
    reader = client.readTask({
      taskId,
      from: { cursor, epoch: 0 },
      onEntries: (read) => {
        for (const entry of read) arrived.push(logEntry(entry));
        showing.request();
      },
      onReset: () => {
        arrived = [];
        setEntries([]);
      },
      onContact: line.report,
      onEnd: (end) => {
        line.report({ kind: 'live' });
        showing.flush();
        setLoading(false);
        setGone(end !== 'finished');
      },
    });
  };
  const read = async (end: Cursor): Promise<void> => {
    const tailFrom = end.seq - TAIL_ENTRIES + 1;
    // The cursor before the tail is an entry of the log, whose incarnation only the log tells.
    const before = await readBefore(services, taskId, Math.max(1, tailFrom), 1, life.signal);
    readFrom(before.at(-1) ?? START);
  };
  onCleanup(() => {
    life.abort();
    reader?.stop();
    showing.cancel();
    line.close();
  });

  return {
    entries,
    isLoading,
    isGone,
    read: (end) => void read(end),
    ...createEarlierEntries({
      services,
      taskId,
      signal: life.signal,
      entries,
      setEntries,
      entriesMax: ENTRIES_MAX,
    }),
  };
}

function keepEnd(entries: LoggedEntry[]): LoggedEntry[] {
  return entries.length > ENTRIES_MAX ? entries.slice(-TAIL_ENTRIES) : entries;
}
