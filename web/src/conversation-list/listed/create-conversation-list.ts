import { createEffect, createMemo, createSignal, onCleanup, untrack, type Accessor } from 'solid-js';
import type { Outcome } from '../../continuo-client/api/api-fault.ts';
import type { Services } from '../../services.ts';
import { openTabTalk } from '../../tab-talk.ts';
import { createConversationStore } from './create-conversation-store.ts';
import { followTabs } from './follow-tabs.ts';
import { createSeenAnswers } from './create-seen-answers.ts';
import { createUnlisted } from './create-unlisted.ts';
import { createVisibility } from './create-visibility.ts';
import { TURN_EVENTS, type TurnEvent } from './follow-event.ts';
import { LIST_TALK, type ConversationEdit, type ListWord } from './list-word.ts';
import {
  compareListed,
  markOf,
  type ConversationMark,
  type ListedConversation,
} from './listed-conversation.ts';
import { makeListReader } from './make-list-reader.ts';
import { makeRemovals, type Removals } from './make-removals.ts';

/** The owner's conversations, kept up to date by what is told of their tasks. */
export interface ConversationList {
  /** The pinned first, then the newest; undefined before the first reply. */
  conversations: Accessor<readonly ListedConversation[] | undefined>;
  /** One of those; it is not known while nobody has scrolled to it. */
  find: (id: string) => ListedConversation | undefined;
  markOf: (conversation: ListedConversation) => ConversationMark | undefined;
  hasMore: Accessor<boolean>;
  readMore: () => void;
  /** Reads the first page again, for what no event tells. */
  refresh: () => void;
  /** The conversation on the screen, if there is one. */
  openId: Accessor<string | undefined>;
  setOpen: (id: string | undefined) => void;
  /** Whether this browser has ever had it on the screen. */
  hasShown: (id: string) => boolean;
  /** Shown at once, and taken back when the service refuses it. */
  change: (id: string, change: ConversationEdit) => Promise<Outcome<unknown>>;
  remove: Removals['remove'];
  /** It was deleted in another way: nothing of it is shown or kept. */
  forget: Removals['forget'];
  /** Whether it was deleted, in whichever tab; that can perhaps be taken back. */
  isDeleted: (id: string) => boolean;
}

export function createConversationList(
  services: Pick<Services, 'client' | 'connection' | 'events' | 'seen' | 'outbox' | 'toasts'>,
): ConversationList {
  const { api, surroundings } = services.client;
  const store = createConversationStore();
  const seen = createSeenAnswers();
  const reader = makeListReader(services, store, (page) => seen.begin(page.rows));
  const talk = openTabTalk<ListWord>(LIST_TALK);
  const removals = makeRemovals(services, store, talk.say);
  const unfollowTabs = followTabs({ talk, store, reader, outbox: services.outbox });
  const [openId, setOpen] = createSignal<string>();
  const isVisible = createVisibility();
  const unlisted = createUnlisted(services.outbox, store);
  const conversations = createMemo(() => {
    const listed = store.shown();
    return listed && [...unlisted(), ...listed].toSorted(compareListed);
  });

  const onEvent = (event: TurnEvent): void => {
    // Those of batches have a page of their own.
    if (event.batch_id !== undefined || untrack(() => store.takeEvent(event))) return;
    if (event.type === 'task_created') reader.lookFor(event.conversation_id);
  };
  const change = async (id: string, edit: ConversationEdit): Promise<Outcome<unknown>> => {
    const before = untrack(() => store.find(id));
    const show = (shown: ConversationEdit): void => {
      store.change(id, shown);
      talk.say({ kind: 'edited', id, edit: shown });
    };
    const outcome = await reader.during(() => {
      show(edit);
      return api.conversations.change(id, { title: edit.title, pinned: edit.isPinned });
    });
    if (!outcome.ok && before) show({ title: before.title, isPinned: before.isPinned });
    talk.say({ kind: 'settled' });
    return outcome;
  };

  createEffect(() => {
    const open = store.find(openId() ?? '');
    if (open && isVisible()) seen.note(open);
  });
  const unsubscribeEvents = services.events.subscribe<TurnEvent['type']>({
    types: TURN_EVENTS,
    onEvent,
    onReset: reader.catchUp,
  });
  const unsubscribeWakeUps = surroundings.wakeUps.subscribe(reader.catchUp);
  onCleanup(() => {
    unsubscribeEvents();
    unsubscribeWakeUps();
    unfollowTabs();
    reader.stop();
    removals.stop();
    talk.close();
  });
  reader.readFirst();

  return {
    conversations,
    find: store.find,
    markOf: (conversation) => markOf(conversation, seen.isSeen(conversation)),
    hasMore: () => Boolean(store.nextBefore()),
    readMore: reader.readMore,
    refresh: reader.catchUp,
    openId,
    setOpen,
    hasShown: seen.hasShown,
    change,
    remove: removals.remove,
    forget: removals.forget,
    isDeleted: store.isHidden,
  };
}
