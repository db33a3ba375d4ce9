import { untrack } from 'solid-js';
import { explainFault } from '../../controls/fault-notice.tsx';
import { keepCalling, type Services } from '../../services.ts';
import type { Toast } from '../../shell/notices/create-toasts.ts';
import { pageWords } from '../../words/page-words.ts';
import type { ConversationStore } from './create-conversation-store.ts';
import { words } from '../words.ts';

/** Deletes conversations, each after a while in which that can be taken back. */
export interface Removals {
  /** Not shown from now on. */
  remove: (conversation: { id: string; title: string }, onUndo: () => void) => void;
  stop: () => void;
}

/** How long a deletion is asked for, if nobody answers. After that the conversation is shown again. */
const TRY_MS = 60_000;
const GONE = 404;

export function makeRemovals(
  services: Pick<Services, 'client' | 'connection' | 'seen' | 'toasts'>,
  store: Pick<ConversationStore, 'hide' | 'unhide'>,
): Removals {
  const { client, seen, toasts } = services;
  const life = new AbortController();
  const undoable = new Set<Toast>();

  const removeForGood = async (id: string, title: string): Promise<void> => {
    const remove = () => client.api.conversations.remove(id);
    const outcome = await keepCalling(services, remove, { signal: life.signal, forMs: TRY_MS });
    if (!outcome) return;
    const fault = outcome.ok ? undefined : outcome.fault;
    if (!fault || (fault.kind === 'problem' && fault.status === GONE)) return await seen.forget(id);
    store.unhide(id);
    toasts.show(untrack(() => words().notRemoved(title, explainFault(fault))));
  };

  const remove: Removals['remove'] = ({ id, title }, onUndo) => {
    store.hide(id);
    const undo = (): void => {
      undoable.delete(toast);
      store.unhide(id);
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
    stop: () => {
      window.removeEventListener('pagehide', onLeave);
      life.abort();
    },
  };
}
