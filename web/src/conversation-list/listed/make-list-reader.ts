import { untrack } from 'solid-js';
import { pacePerMs } from '../../pace.ts';
import { keepCalling } from '../../shell/connection/keep-calling.ts';
import type { Services } from '../../services.ts';
import type { ConversationStore } from './create-conversation-store.ts';
import { readSummary } from './listed-conversation.ts';
import { makeRepeater } from './make-repeater.ts';
import type { ConversationPage } from './merge-page.ts';

/** Reads pages of conversations into the store. */
export interface ListReader {
  /** Reads the first page; once more when it is reading it already. */
  readFirst: () => void;
  /** The same, and again when what was not in Postgres yet is there. */
  catchUp: () => void;
  readMore: () => void;
  /** Reads until this conversation, of which an event told, is listed. */
  lookFor: (conversationId: string) => void;
  /** What is read is another now: pages that were asked for before are of no use. */
  outdate: () => void;
  /** Carries out a change of what is read. Pages that were asked for before its end are of no use. */
  during: <Value>(change: () => Promise<Value>) => Promise<Value>;
  stop: () => void;
}

/** Lists are of Postgres, which comes some 100 ms behind the events. */
const BEHIND_MS = 300;
/** So much it can be behind under load. */
const FAR_BEHIND_MS = 1_500;
/** A conversation that is not there after so many looks is not one that is listed. */
const LOOKS_MAX = 5;

export function makeListReader(
  services: Pick<Services, 'client' | 'connection'>,
  store: ConversationStore,
  onFirstPage: (page: ConversationPage) => void,
): ListReader {
  const { api } = services.client;
  const life = new AbortController();
  const looks = new Map<string, number>();
  let changeCount = 0;
  let isReadingMore = false;

  const outdate = (): void => void (changeCount += 1);
  const readPage = async (before?: string): Promise<ConversationPage | undefined> => {
    const countBefore = changeCount;
    const list = () => api.conversations.list({ before });
    const outcome = await keepCalling(services, list, { signal: life.signal });
    if (!outcome?.ok || changeCount !== countBefore) return undefined;
    const { conversations, next_before: nextBefore } = outcome.value;
    return { rows: conversations.map(readSummary), nextBefore };
  };

  const lookForAwaited = (): void => {
    for (const [id, count] of looks) {
      if (store.find(id) || count >= LOOKS_MAX) looks.delete(id);
      else looks.set(id, count + 1);
    }
    if (looks.size > 0) soon.request();
  };
  const readFirst = makeRepeater(async () => {
    const page = await readPage();
    if (!page) return;
    onFirstPage(page);
    store.takeFirstPage(page);
    untrack(lookForAwaited);
  }, life.signal);
  const soon = pacePerMs(BEHIND_MS, readFirst);
  const later = pacePerMs(FAR_BEHIND_MS, readFirst);

  const readMore = async (): Promise<void> => {
    const before = untrack(store.nextBefore);
    if (isReadingMore || !before) return;
    isReadingMore = true;
    const page = await readPage(before);
    isReadingMore = false;
    if (page) store.takeNextPage(page);
  };

  return {
    readFirst,
    catchUp: () => {
      readFirst();
      later.request();
    },
    readMore: () => void readMore(),
    lookFor: (conversationId) => {
      looks.set(conversationId, 0);
      soon.request();
    },
    outdate,
    during: async (change) => {
      outdate();
      const value = await change();
      outdate();
      readFirst();
      return value;
    },
    stop: () => {
      soon.cancel();
      later.cancel();
      life.abort();
    },
  };
}
