import type { Tab } from './make-tab.ts';
import { openStreams } from './open-streams.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';
import type { StreamNews, TabMessage, TabWishes } from './tab-messages.ts';
import { lifeLockOf, type TabMeans } from '../surroundings/tab-means.ts';

/** The lead over the tabs: holds the streams for all of them, and tells them what comes. */
export interface Lead {
  receive: (message: TabMessage) => void;
  /** The leader's own tab wants something else now, or is seen or not. */
  update: () => void;
  openCount: () => number;
  close: () => void;
}

export interface LeadOptions {
  tab: Tab;
  term: number;
  means: TabMeans;
  post: (message: TabMessage) => void;
}

export function makeLead({ tab, term, means, post }: LeadOptions, surroundings: Surroundings): Lead {
  const { page, heartbeatMs } = surroundings;
  const others = new Map<string, TabWishes>();
  const life = new AbortController();

  const tell = (news: StreamNews): void => {
    tab.receive(news);
    if (others.size > 0) post({ kind: 'news', term, news });
  };
  const streams = openStreams({ cursor: tab.cursor(), tell }, surroundings);

  const announce = (): void =>
    post({ kind: 'leader', tab: tab.name, term, cursor: tab.cursor(), contact: tab.contact() });
  /** Browsers slow hidden pages down, and stop them. */
  const yieldIfHidden = (): void => {
    if (page.state() === 'visible') return;
    const [to] = [...others].find(([, { isVisible }]) => isVisible) ?? [];
    if (to !== undefined) post({ kind: 'yield', term, to });
  };
  const beat = setInterval(() => {
    announce();
    yieldIfHidden();
  }, heartbeatMs);

  /** A tab holds a lock of its own for as long as it lives, so whoever is given it knows that the tab is no more. */
  const dropWithItsLife = (name: string): void => {
    const drop = (): void => {
      others.delete(name);
      streams.dropTab(name);
    };
    means.locks.request(lifeLockOf(means, name), { signal: life.signal }, drop).catch(() => undefined);
  };

  const update = (): void => {
    streams.setWishes(tab.name, { ...tab.wishes(), isVisible: page.state() === 'visible' });
    yieldIfHidden();
  };
  announce();
  update();
  return {
    update,
    receive: (message) => {
      if (message.kind !== 'wishes') return;
      const { tab: from, wishes } = message;
      const isNew = !others.has(from);
      others.set(from, wishes);
      if (isNew) dropWithItsLife(from);
      if (isNew || message.asks) announce();
      streams.setWishes(from, wishes);
      yieldIfHidden();
    },
    openCount: streams.openCount,
    close: () => {
      life.abort();
      clearInterval(beat);
      streams.close();
    },
  };
}
