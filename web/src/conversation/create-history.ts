import type { ConversationReply } from '@continuo/shared/protocol/conversation-api';
import { createSignal, type Accessor } from 'solid-js';
import type { ApiFault } from '../continuo-client/api/api-fault.ts';
import { keepCalling } from '../shell/connection/keep-calling.ts';
import type { Services } from '../services.ts';
import type { ConversationFacts } from './kept/saved-conversation.ts';

/** What the service has of a conversation, read a page at a time from the newest turn back. */
export interface History {
  facts: Accessor<ConversationFacts | undefined>;
  setFacts: (facts: ConversationFacts) => void;
  /** Undefined while nothing was told yet. */
  verdict: Accessor<HistoryVerdict | undefined>;
  fault: Accessor<ApiFault | undefined>;
  /** Whether there are older pages. */
  hasMore: () => boolean;
  isReadingMore: Accessor<boolean>;
  /** The newest page, once more: something was begun or ended elsewhere. */
  refresh: () => Promise<void>;
  /** The next older page. @returns whether there was one */
  readMore: () => Promise<boolean>;
}

export type HistoryVerdict = { kind: 'there' } | { kind: 'unknown' } | { kind: 'fault'; fault: ApiFault };

const NEWEST_PAGE = 30;
const OLDER_PAGE = 100;

export interface HistoryOptions {
  id: string;
  services: Pick<Services, 'client' | 'connection'>;
  signal: AbortSignal;
  onPage: (reply: ConversationReply) => void;
}

export function createHistory({ id, services, signal, onPage }: HistoryOptions): History {
  const { conversations } = services.client.api;
  const [facts, setFacts] = createSignal<ConversationFacts>();
  const [verdict, setVerdict] = createSignal<HistoryVerdict>();
  const [readingMore, setReadingMore] = createSignal<Promise<boolean>>();
  /** Undefined before the first page; null: there are no more. */
  const [nextBefore, setNextBefore] = createSignal<string | null>();

  const read = async (query: { limit: number; before?: string }): Promise<ConversationReply | undefined> => {
    const outcome = await keepCalling(services, () => conversations.show(id, query), { signal });
    if (!outcome) return undefined;
    if (!outcome.ok) {
      setVerdict(judgeFault(outcome.fault));
      return undefined;
    }
    const { title, pinned, system } = outcome.value;
    setFacts({ title, isPinned: pinned, system: system ?? undefined });
    onPage(outcome.value);
    setVerdict({ kind: 'there' });
    return outcome.value;
  };

  const readPage = async (before: string): Promise<boolean> => {
    const reply = await read({ limit: OLDER_PAGE, before });
    if (reply) setNextBefore(reply.next_before);
    setReadingMore(undefined);
    return reply !== undefined;
  };

  return {
    facts,
    setFacts,
    verdict,
    fault: () => {
      const current = verdict();
      return current?.kind === 'fault' ? current.fault : undefined;
    },
    hasMore: () => typeof nextBefore() === 'string',
    isReadingMore: () => readingMore() !== undefined,
    refresh: async () => {
      const reply = await read({ limit: NEWEST_PAGE });
      if (reply) setNextBefore((known) => (known === undefined ? reply.next_before : known));
    },
    readMore: async () => {
      const before = nextBefore();
      if (typeof before !== 'string') return false;
      // Whoever wants more meanwhile waits for the same page.
      return await (readingMore() ?? setReadingMore(readPage(before)));
    },
  };
}

function judgeFault(fault: ApiFault): HistoryVerdict {
  const isUnknown = fault.kind === 'problem' && (fault.status === 404 || fault.status === 410);
  return isUnknown ? { kind: 'unknown' } : { kind: 'fault', fault };
}
