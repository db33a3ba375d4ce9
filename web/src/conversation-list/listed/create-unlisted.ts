import { createMemo, createSignal, onCleanup, type Accessor } from 'solid-js';
import type { Services } from '../../services.ts';
import type { ConversationStore } from './create-conversation-store.ts';
import { describeUnbegun, isFirst, listUnbegun } from './list-unbegun.ts';
import type { ListedConversation } from './listed-conversation.ts';

/** The lists of the service name a conversation a moment after it was begun; so many wait for that at most. */
const BEGUN_MAX = 20;

/** The conversations of this browser that no list of the service has yet, so that none is out of reach. */
export function createUnlisted(
  outbox: Services['outbox'],
  store: Pick<ConversationStore, 'find' | 'isHidden'>,
): Accessor<readonly ListedConversation[]> {
  const [begun, setBegun] = createSignal<readonly ListedConversation[]>([]);
  onCleanup(
    outbox.onTaken((message, taskId) => {
      if (isFirst(message)) setBegun((all) => [...all, describeUnbegun(message, taskId)].slice(-BEGUN_MAX));
    }),
  );
  return createMemo(() =>
    [...listUnbegun(outbox.entries().map(({ message }) => message())), ...begun()].filter(
      ({ id }) => !store.find(id) && !store.isHidden(id),
    ),
  );
}
