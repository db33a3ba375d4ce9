import { untrack } from 'solid-js';
import { explainFault } from '../../controls/fault-notice.tsx';
import { keepCalling } from '../../shell/connection/keep-calling.ts';
import type { Services } from '../../services.ts';
import type { Toast } from '../../shell/notices/create-toasts.ts';
import { pageWords } from '../../words/page-words.ts';
import type { ConversationStore } from './create-conversation-store.ts';
import { words } from '../words.ts';
import type { ListTalk } from './list-word.ts';

/** Deletes conversations, each after a while in which that can be taken back. */
export interface Removals {
  /** Not shown from now on. */
  remove: (conversation: { id: string; title: string }, onUndo: () => void) => void;
  /** One that the service has deleted already: nothing of it is shown or kept. */
  forget: (id: string) => Promise<void>;
  stop: () => void;
}

/** How long a deletion is asked for, if nobody answers. After that the conversation is shown again. */
const TRY_MS = 60_000;
const GONE = 404;

export function makeRemovals(
  services: Pick<Services, 'client' | 'connection' | 'seen' | 'outbox' | 'toasts'>,
  store: Pick<ConversationStore, 'hide' | 'unhide'>,
  say: ListTalk['say'],
): Removals {
  const { client, seen, outbox, toasts } = services;
  const life = new AbortController();
  const undoable = new Set<Toast>();

  /** In all tabs. What was not sent goes with it, and comes back with it. */
  const letGo = (id: string): void => {
    store.hide(id);
    outbox.setAside(id);
    say({ kind: 'removed', id });
  };
  const restore = (id: string): void => {
    store.unhide(id);
    outbox.putBack(id);
    say({ kind: 'restored', id });
  };
  const removeForGood = async (id: string, title: string): Promise<void> => {
    letGo(id);
    const remove = () => client.api.conversations.remove(id);
    const outcome = await keepCalling(services, remove, { signal: life.signal, forMs: TRY_MS });
    if (!outcome) return;
    const fault = outcome.ok ? undefined : outcome.fault;
    if (!fault || (fault.kind === 'problem' && fault.status === GONE)) return await seen.forget(id);
    restore(id);
    toasts.show(untrack(() => words().notRemoved(title, explainFault(fault))));
  };

  const remove: Removals['remove'] = ({ id, title }, onUndo) => {
    store.hide(id);
    say({ kind: 'hidden', id });
    const undo = (): void => {
      undoable.delete(toast);
      restore(id);
      onUndo();
    };
    const afterwards = (): void => {
      undoable.delete(toast);
      void removeForGood(id, title);
    };
    const toast = toasts.show(words().removed(title), { label: pageWords().undo, run: undo }, afterwards);
    undoable.add(toast);
  };
  /** Who leaves the page takes nothing back any more. */
  const onLeave = (): void => {
    for (const toast of undoable) toasts.dismiss(toast);
  };
  window.addEventListener('pagehide', onLeave);

  return {
    remove,
    forget: async (id) => {
      letGo(id);
      await seen.forget(id);
    },
    stop: () => {
      window.removeEventListener('pagehide', onLeave);
      life.abort();
    },
  };
}
