import type { Entry } from '@continuo/shared/protocol/entry';
import type { Contact } from '../surroundings/contact.ts';
import type { EventsNews } from '../streams/make-events-reader.ts';
import type { ReaderEnd } from '../streams/make-task-reader.ts';
import type { ReadPosition } from '../streams/take-events.ts';

/** What tabs of one browser say to each other, so that one of them, the leader, holds the streams of all. */

/** What one reader in one tab has not read yet. */
export interface Want {
  /** Never used again: a reader that wants from elsewhere is another want. */
  id: string;
  taskId: string;
  /** What has been read already. */
  from: ReadPosition;
}

/** All that one tab wants, told whole whenever it changes. */
export interface TabWishes {
  isVisible: boolean;
  /** Somebody in it listens to the events of all tasks. */
  hearsEvents: boolean;
  wants: readonly Want[];
}

/** What became of a task's stream. */
export type TaskChange =
  | { what: 'entries'; entries: readonly Entry[] }
  /** Forget everything: entries come from seq 1. */
  | { what: 'reset' }
  | { what: 'contact'; contact: Contact }
  | { what: 'end'; end: ReaderEnd };

/** The same, for the readers that want just that. */
export type TaskNews = { wants: readonly string[] } & TaskChange;

/** What whoever holds the streams has to tell. */
export type StreamNews =
  | ({ kind: 'task' } & TaskNews)
  | ({ kind: 'events' } & EventsNews)
  /** How the stream of events fares. */
  | { kind: 'contact'; contact: Contact };

/** `term` counts leaders: what an earlier one says late is nothing to anybody. */
export type TabMessage =
  /** To the leader. `asks`: it shall say that it is there. */
  | { kind: 'wishes'; tab: string; wishes: TabWishes; asks: boolean }
  /** To the leader: there is reason to try at once. */
  | { kind: 'wake' }
  /** The leader is there, and stands at this cursor with the events. */
  | { kind: 'leader'; tab: string; term: number; cursor: string | undefined; contact: Contact }
  | { kind: 'news'; term: number; news: StreamNews }
  /** The leader is hidden, and asks a visible tab to take the streams. */
  | { kind: 'yield'; term: number; to: string };
