import { onCleanup, untrack, type Accessor } from 'solid-js';
import { createStore, reconcile } from 'solid-js/store';
import { pacePerMs } from '../pace.ts';
import { keepCalling, type Services } from '../services.ts';
import { groupConversations, type ConversationSummary } from './group-conversations.ts';

/** The conversations this owner had lately, read anew whenever there is a reason to. */
export interface ConversationList {
  /** Undefined before the first reply. */
  conversations: Accessor<readonly ConversationSummary[] | undefined>;
  refresh: () => void;
}

/**
 * The list is read once more after a change, because it comes from the store that follows the logs, and as long
 * as an answer is under way somewhere.
 */
const AGAIN_MS = 1_500;
/** The last so many tasks make up the list. */
const TASKS_MAX = 200;

export function createConversationList(services: Pick<Services, 'client' | 'connection'>): ConversationList {
  const { api, surroundings } = services.client;
  const [state, setState] = createStore<{ conversations?: ConversationSummary[] }>({});
  const life = new AbortController();
  let isReading = false;
  let isStale = false;
  const isAnyRunning = (): boolean =>
    untrack(() => state.conversations?.some(({ isRunning }) => isRunning) ?? false);

  // Entries stay the same elements, so that one that has the focus keeps it.
  const show = (conversations: ConversationSummary[]): void =>
    setState('conversations', reconcile(conversations, { key: 'id' }));

  /** Reads now or, when it is reading already, once more afterwards. */
  const read = async (): Promise<void> => {
    isStale = true;
    if (isReading) return;
    isReading = true;
    while (isStale && !life.signal.aborted) {
      isStale = false;
      const list = () => api.list({ limit: TASKS_MAX });
      const outcome = await keepCalling(services, list, { signal: life.signal });
      if (outcome?.ok) show(groupConversations(outcome.value.tasks));
    }
    isReading = false;
    if (isAnyRunning()) later.request();
  };
  const later = pacePerMs(AGAIN_MS, () => void read());
  const refresh = (): void => {
    void read();
    later.cancel();
    later.request();
  };

  refresh();
  const unsubscribe = surroundings.wakeUps.subscribe(refresh);
  onCleanup(() => {
    unsubscribe();
    later.cancel();
    life.abort();
  });
  return { conversations: () => state.conversations, refresh };
}
