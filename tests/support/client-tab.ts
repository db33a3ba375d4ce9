import { START, type Cursor } from '@continuo/shared/protocol/cursor';
import type { Entry } from '@continuo/shared/protocol/entry';
import { answerText, emptyView, foldEntry } from '@continuo/shared/protocol/fold-task';
import { onTestFinished } from 'vitest';
import { makeClient, type Client } from '../../web/src/continuo-client/make-client.ts';
import type { ReaderEnd } from '../../web/src/continuo-client/streams/make-task-reader.ts';
import { makePageLife, type ManualPageLife } from '../../web/src/continuo-client/surroundings/page-life.ts';
import { makeWakeUps, type ManualWakeUps } from '../../web/src/continuo-client/surroundings/wake-ups.ts';

/** The client library as a page in one tab of a browser uses it, with the locks and channels of this process. */
export interface ClientTab extends Client {
  page: ManualPageLife;
  wakeUps: ManualWakeUps;
}

export interface ClientTabOptions {
  heartbeatMs?: number;
  /** Tabs of the same browser are together; default: there are no others, and no locks. */
  browser?: string;
}

/** @param url of the service */
export function openTab(url: string, { heartbeatMs = 10_000, browser }: ClientTabOptions = {}): ClientTab {
  const page = makePageLife();
  const wakeUps = makeWakeUps();
  const tabs = browser === undefined ? undefined : { name: browser, locks: navigator.locks };
  const client = makeClient({ baseUrl: url, heartbeatMs, page, wakeUps, tabs });
  onTestFinished(client.close);
  return { ...client, page, wakeUps };
}

export interface ReadAnswer {
  /** The seqs in the order in which they came; empty again after a reset. */
  seqs: number[];
  text: () => string;
  resets: number;
  end: Promise<ReaderEnd>;
  /** Resolves when so many entries are there, or there are no more. */
  until: (seq: number) => Promise<void>;
  stop: () => void;
}

/** Reads a task as the chat does: what it shows is a function of the entries. */
export function readAnswer(client: Client, taskId: string, from: Cursor = START): ReadAnswer {
  let view = emptyView();
  const ended = Promise.withResolvers<ReaderEnd>();
  const waiting = new Set<{ seq: number; resolve: () => void }>();
  const answer: ReadAnswer = {
    seqs: [],
    text: () => answerText(view),
    resets: 0,
    end: ended.promise,
    until: (seq) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      if ((answer.seqs.at(-1) ?? 0) >= seq) resolve();
      else waiting.add({ seq, resolve });
      return promise;
    },
    stop: () => reader.stop(),
  };
  const take = (entry: Entry): void => {
    foldEntry(view, entry);
    answer.seqs.push(entry.seq);
  };
  const reader = client.readTask({
    taskId,
    from: { cursor: from, epoch: 0 },
    onEntries: (entries) => {
      for (const entry of entries) take(entry);
      const last = answer.seqs.at(-1) ?? 0;
      for (const one of waiting) if (last >= one.seq) one.resolve();
    },
    onReset: () => {
      view = emptyView();
      answer.seqs = [];
      answer.resets += 1;
    },
    onEnd: (end) => {
      ended.resolve(end);
      for (const { resolve } of waiting) resolve();
    },
  });
  return answer;
}
