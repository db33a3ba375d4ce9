import { holdAlone } from './hold-alone.ts';
import { joinTabs, type Membership } from './join-tabs.ts';
import type { Tab } from './make-tab.ts';
import type { StreamHolder } from './stream-holder.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';
import { lifeLockOf, type TabMeans } from '../surroundings/tab-means.ts';

const NOBODY = { isLeader: false, streams: 0 };

/**
 * One tab of the browser, the leader, holds the streams for all: a browser gives an origin six connections, whatever
 * the number of its tabs. A page that was left holds nothing, and joins again when it comes back.
 */
export function holdTogether(tab: Tab, means: TabMeans, surroundings: Surroundings): StreamHolder {
  const { page } = surroundings;
  let stay: { leave: () => void } | undefined;
  let membership: Membership | undefined;
  let alone: StreamHolder | undefined;

  const join = (): void => {
    const { promise, resolve } = Promise.withResolvers<void>();
    let hasLeft = false;
    const live = (): Promise<void> => {
      if (hasLeft) return Promise.resolve();
      // Only now, so that the leader's question after this tab's life waits behind the tab's own.
      membership = joinTabs(tab, means, surroundings);
      return promise;
    };
    stay = {
      leave: () => {
        hasLeft = true;
        membership?.leave();
        membership = undefined;
        resolve();
      },
    };
    // Where the user forbids the page any storage, asking for a lock fails.
    means.locks.request(lifeLockOf(means, tab.name), {}, live).catch(() => {
      alone = holdAlone(tab, surroundings);
    });
  };
  const review = (): void => {
    if (page.state() === 'away') {
      stay?.leave();
      stay = undefined;
    } else if (!stay) join();
  };
  const unsubscribe = page.subscribe(review);
  review();

  return {
    update: () => (alone ?? membership)?.update(),
    describe: () => (alone ?? membership)?.describe() ?? NOBODY,
    close: () => {
      unsubscribe();
      stay?.leave();
      alone?.close();
    },
  };
}
