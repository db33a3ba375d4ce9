import type { ConversationSummary } from '@continuo/shared/protocol/conversation-api';
import { createEffect, createSignal, onCleanup, untrack, type Accessor } from 'solid-js';
import type { ApiFault } from '../../continuo-client/api/api-fault.ts';
import { keepCalling } from '../../shell/connection/keep-calling.ts';
import { useServices } from '../../services.ts';

/** A search that follows what is being typed. */
export interface ConversationSearch {
  /** What was found for the last query that was answered; undefined without a query. */
  found: Accessor<FoundConversations | undefined>;
  fault: Accessor<ApiFault | undefined>;
  isSearching: Accessor<boolean>;
  readMore: () => void;
}

export interface FoundConversations {
  query: string;
  rows: readonly ConversationSummary[];
  nextBefore: string | null;
}

/** Typing goes on faster than this. */
const PAUSE_MS = 180;
/** Somebody waits: a fault that lasts is said. */
const TRY_MS = 10_000;

/** @param query as it is typed; blank: nothing is searched for, and nothing found */
export function createConversationSearch(query: Accessor<string>, limit = 30): ConversationSearch {
  const services = useServices();
  const [found, setFound] = createSignal<FoundConversations>();
  const [fault, setFault] = createSignal<ApiFault>();
  const [isSearching, setSearching] = createSignal(false);
  let current = new AbortController();

  const search = async (q: string, behind?: FoundConversations): Promise<void> => {
    const { signal } = current;
    setSearching(true);
    const list = () =>
      services.client.api.conversations.list({ q, limit, before: behind?.nextBefore ?? undefined });
    const outcome = await keepCalling(services, list, { signal, forMs: TRY_MS });
    if (signal.aborted || !outcome) return;
    setSearching(false);
    setFault(outcome.ok ? undefined : outcome.fault);
    if (!outcome.ok) return;
    const { conversations, next_before: nextBefore } = outcome.value;
    setFound({ query: q, rows: [...(behind?.rows ?? []), ...conversations], nextBefore });
  };

  createEffect(() => {
    const wanted = query().trim();
    current = new AbortController();
    const mine = current;
    if (wanted === '') {
      setFound(undefined);
      setFault(undefined);
      setSearching(false);
    }
    const timer = setTimeout(() => wanted !== '' && void search(wanted), PAUSE_MS);
    onCleanup(() => {
      clearTimeout(timer);
      mine.abort();
    });
  });

  return {
    found,
    fault,
    isSearching,
    readMore: () => {
      const behind = untrack(found);
      if (behind?.nextBefore && !untrack(isSearching)) void search(behind.query, behind);
    },
  };
}
