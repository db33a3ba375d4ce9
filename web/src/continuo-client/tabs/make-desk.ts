import type { Counters } from '../surroundings/counters.ts';
import { makeLogFollower } from '../streams/make-log-follower.ts';
import type { TaskReader, TaskReaderOptions } from '../streams/make-task-reader.ts';
import type { StreamEvent } from '../streams/stream-event.ts';
import type { TaskNews, Want } from './tab-messages.ts';

/** The readers of one tab: what they want, and the giving of news to them, whoever holds the streams. */
export interface Desk {
  read: (options: TaskReaderOptions) => TaskReader;
  /** What they want now, each from where it stands. */
  wants: () => Want[];
  receive: (news: TaskNews) => void;
}

/** More than a page ever shows at once; the others' turn comes when some of these have ended. */
const WANTS_MAX = 100;

interface DeskReader {
  want: () => Want;
  receive: (news: TaskNews) => void;
}

/**
 * @param name different for each tab
 * @param onChange they want something else now
 */
export function makeDesk(name: string, counters: Counters, onChange: () => void): Desk {
  const readers = new Map<string, DeskReader>();
  let count = 0;

  const read: Desk['read'] = (options) => {
    const { taskId, onContact = () => undefined } = options;
    const follower = makeLogFollower(options.from, options, counters);
    let id = '';

    const wantFromHere = (): void => {
      readers.delete(id);
      count += 1;
      id = `${name}.${count}`;
      readers.set(id, { want: () => ({ id, taskId, from: follower.position() }), receive });
      onChange();
    };
    const stop = (): void => {
      if (readers.delete(id)) onChange();
    };
    const end: TaskReaderOptions['onEnd'] = (how) => {
      stop();
      options.onEnd(how);
    };
    const receive = (news: TaskNews): void => {
      switch (news.what) {
        case 'entries': {
          const isWhole = follower.take(news.entries.map((entry): StreamEvent => ({ kind: 'entry', entry })));
          if (follower.hasTerminal()) end('finished');
          else if (!isWhole) wantFromHere();
          return;
        }
        case 'reset':
          follower.startAnew();
          return;
        case 'contact':
          onContact(news.contact);
          return;
        case 'end':
          end(news.end);
      }
    };
    wantFromHere();
    return { stop };
  };

  return {
    read,
    wants: () => [...readers.values()].slice(0, WANTS_MAX).map(({ want }) => want()),
    receive: (news) => {
      for (const id of news.wants) readers.get(id)?.receive(news);
    },
  };
}
