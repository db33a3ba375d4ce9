import { onCleanup, untrack, type Accessor } from 'solid-js';
import { createStore, reconcile } from 'solid-js/store';
import { keepCalling, type Services } from '../services.ts';
import { groupConversations, type ConversationSummary } from './group-conversations.ts';

/** The conversations this owner had lately, read anew whenever there is a reason to. */
export interface ConversationList {
  /** Undefined before the first reply. */
  conversations: Accessor<readonly ConversationSummary[] | undefined>;
  refresh: () => void;
}

/** While an answer is under way somewhere, the list is read again this often. */
const AGAIN_MS = 2_000;
/** The last so many tasks make up the list. */
const TASKS_MAX = 200;

export function createConversationList(services: Pick<Services, 'client' | 'connection'>): ConversationList {
  const { api, surroundings } = services.client;
  const [state, setState] = createStore<{ conversations?: ConversationSummary[] }>({});
  const life = new AbortController();
  let isReading = false;
  let isStale = false;
  let again: ReturnType<typeof setTimeout> | undefined;
  const isAnyRunning = (): boolean =>
    untrack(() => state.conversations?.some(({ isRunning }) => isRunning) ?? false);

  // Entries stay the same elements, so that one that has the focus keeps it.
  const show = (conversations: ConversationSummary[]): void =>
    setState('conversations', reconcile(conversations, { key: 'id' }));

  const read = async (): Promise<void> => {
    isReading = true;
    while (isStale && !life.signal.aborted) {
      isStale = false;
      const list = () => api.list({ limit: TASKS_MAX });
      const outcome = await keepCalling(services, list, { signal: life.signal });
      if (outcome?.ok) show(groupConversations(outcome.value.tasks));
    }
    isReading = false;
    if (isAnyRunning() && !life.signal.aborted) again = setTimeout(refresh, AGAIN_MS);
  };
  const refresh = (): void => {
    clearTimeout(again);
    isStale = true;
    if (!isReading) void read();
  };

  refresh();
  const unsubscribe = surroundings.wakeUps.subscribe(refresh);
  onCleanup(() => {
    unsubscribe();
    clearTimeout(again);
    life.abort();
  });
  return { conversations: () => state.conversations, refresh };
}
