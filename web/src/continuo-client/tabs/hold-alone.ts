import type { StreamHolder } from './stream-holder.ts';
import { openStreams, type Streams } from './open-streams.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';
import type { Tab } from './make-tab.ts';

/**
 * Each tab holds its own streams, and none while it is hidden: where the browser has no locks, and in programs that
 * have no tabs.
 */
export function holdAlone(tab: Tab, surroundings: Surroundings): StreamHolder {
  const { page } = surroundings;
  let streams: Streams | undefined;
  const closeStreams = (): void => {
    streams?.close();
    streams = undefined;
  };
  const update = (): void => {
    if (page.state() !== 'visible') {
      closeStreams();
      return;
    }
    streams ??= openStreams({ cursor: tab.cursor(), tell: tab.receive }, surroundings);
    streams.setWishes(tab.name, { ...tab.wishes(), isVisible: true });
  };
  const unsubscribe = page.subscribe(update);
  update();
  return {
    update,
    describe: () => ({ isLeader: streams !== undefined, streams: streams?.openCount() ?? 0 }),
    close: () => {
      unsubscribe();
      closeStreams();
    },
  };
}
