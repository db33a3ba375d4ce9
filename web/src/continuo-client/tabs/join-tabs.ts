import type { Surroundings } from '../surroundings/surroundings.ts';
import { makeWakeUps } from '../surroundings/wake-ups.ts';
import { followLead } from './follow-lead.ts';
import { makeLead, type Lead } from './make-lead.ts';
import type { Tab } from './make-tab.ts';
import { standForLead } from './stand-for-lead.ts';
import type { HolderState } from './stream-holder.ts';
import { leadLockOf, type TabMeans } from '../surroundings/tab-means.ts';
import type { TabMessage } from './tab-messages.ts';

/** One stay of a tab among the others: it follows the one that leads, or leads. */
export interface Membership {
  update: () => void;
  describe: () => HolderState;
  leave: () => void;
}

export function joinTabs(tab: Tab, means: TabMeans, surroundings: Surroundings): Membership {
  const { page, now } = surroundings;
  const life = new AbortController();
  const channel = new BroadcastChannel(means.name);
  const post = (message: TabMessage): void => channel.postMessage(message);
  /** Those of this tab and, of a leader, those of the others. */
  const wakeUps = makeWakeUps();
  let lead: Lead | undefined;

  const follower = followLead({ tab, post, onTakeOver: () => candidacy.takeOver() }, surroundings);
  const update = (): void => (lead ? lead.update() : follower.tellWishes());
  const candidacy = standForLead(means.locks, leadLockOf(means), {
    onLead: () => {
      const term = Math.max(follower.term() + 1, now());
      lead = makeLead({ tab, term, means, post }, { ...surroundings, wakeUps });
    },
    onLost: () => {
      lead?.close();
      lead = undefined;
      if (!life.signal.aborted) follower.ask();
    },
  });

  channel.addEventListener('message', ({ data }: { data: TabMessage }) => {
    // That another tab was away says nothing about these connections.
    if (data.kind === 'wake') wakeUps.wake({ hiddenMs: 0 });
    else if (lead) lead.receive(data);
    else follower.receive(data);
  });
  const unsubscribes = [
    page.subscribe(() => (!lead && page.state() === 'visible' ? follower.ask() : update())),
    surroundings.wakeUps.subscribe((wake) => (lead ? wakeUps.wake(wake) : post({ kind: 'wake' }))),
  ];
  follower.ask();

  return {
    update,
    describe: () => ({ isLeader: lead !== undefined, streams: lead?.openCount() ?? 0 }),
    leave: () => {
      life.abort();
      for (const unsubscribe of unsubscribes) unsubscribe();
      candidacy.stop();
      lead?.close();
      lead = undefined;
      follower.stop();
      channel.close();
    },
  };
}
