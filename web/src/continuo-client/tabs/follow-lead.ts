import type { Surroundings } from '../surroundings/surroundings.ts';
import { HEARTBEATS_MISSED, makeWatchdog } from '../streams/watchdog.ts';
import type { Tab } from './make-tab.ts';
import type { TabMessage } from './tab-messages.ts';

/** A tab that does not lead: it says what it wants, and takes what the leader tells. */
export interface Follower {
  receive: (message: TabMessage) => void;
  tellWishes: () => void;
  /** Tells them, and makes sure that there is somebody who hears it. */
  ask: () => void;
  /** Of the last leader it has heard of. */
  term: () => number;
  stop: () => void;
}

export interface FollowerOptions {
  tab: Tab;
  post: (message: TabMessage) => void;
  /** The leader is silent, or asks for it. Called while the tab is visible. */
  onTakeOver: () => void;
}

/** How long a leader may take to say that it is there, ms: it may be busy, or frozen, and nobody would know. */
const ANSWER_MS = 4_000;

export function followLead({ tab, post, onTakeOver }: FollowerOptions, surroundings: Surroundings): Follower {
  const { page, heartbeatMs } = surroundings;
  const silenceMs = heartbeatMs * HEARTBEATS_MISSED;
  let term = 0;

  const takeOverIfSeen = (): void => {
    if (page.state() === 'visible') onTakeOver();
  };
  let silence = makeWatchdog(silenceMs, takeOverIfSeen);
  const expectWord = (withinMs: number): void => {
    silence.stop();
    silence = makeWatchdog(withinMs, takeOverIfSeen);
  };
  const tellWishes = (asks = false): void => {
    const wishes = { ...tab.wishes(), isVisible: page.state() === 'visible' };
    post({ kind: 'wishes', tab: tab.name, wishes, asks });
  };

  const receive = (message: TabMessage): void => {
    if (!('term' in message) || message.term < term) return;
    if (message.kind === 'leader') {
      const isAnother = message.term > term;
      term = message.term;
      // One that was not heard of before knows nothing of this tab.
      if (isAnother) tellWishes();
      tab.compare(message.cursor, message.contact);
    } else if (message.term > term) {
      // Without having been told where that leader stands, nobody knows what is missing before its news.
      return;
    } else if (message.kind === 'news') tab.receive(message.news);
    else if (message.to === tab.name) takeOverIfSeen();
    expectWord(silenceMs);
  };

  return {
    receive,
    tellWishes,
    ask: () => {
      tellWishes(true);
      expectWord(Math.min(ANSWER_MS, silenceMs));
    },
    term: () => term,
    stop: () => silence.stop(),
  };
}
