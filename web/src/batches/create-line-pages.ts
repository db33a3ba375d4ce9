import type { BatchLineReply, BatchLinesQuery, BatchLinesReply } from '@continuo/shared/protocol/batch-api';
import { createSignal, onCleanup, type Accessor } from 'solid-js';
import { createStore, reconcile } from 'solid-js/store';
import type { ApiFault } from '../continuo-client/api/api-fault.ts';
import { keepCalling } from '../shell/connection/keep-calling.ts';
import type { Services } from '../services.ts';

export type LineStatus = NonNullable<BatchLinesQuery['status']>;

/** The lines of a batch as far as somebody has looked, a page after another. */
export interface LinePages {
  rows: readonly BatchLineReply[];
  isLoaded: Accessor<boolean>;
  fault: Accessor<ApiFault | undefined>;
  /** Reads again what is looked at, and goes on where its end is near. Calls while it does are one more round. */
  refresh: () => void;
  /** Says which rows are looked at. */
  look: (firstRow: number, lastRow: number) => void;
}

const PER_PAGE = 100;
/** Rows before the end of what is loaded, at which the next page is asked for. */
const NEAR_END = 30;
const KEEP_TRYING_MS = 8_000;

export function createLinePages(
  services: Services,
  { id, status }: { id: string; status: LineStatus | undefined },
): LinePages {
  const life = new AbortController();
  onCleanup(() => life.abort());
  const [store, setStore] = createStore<{ rows: BatchLineReply[] }>({ rows: [] });
  const [isLoaded, setLoaded] = createSignal(false);
  const [fault, setFault] = createSignal<ApiFault>();
  let pages: BatchLinesReply[] = [];
  let looked = { first: 0, last: 0 };
  let wanted: 'nothing' | 'more' | 'all' = 'nothing';
  let isAtIt = false;

  const read = async (page: number): Promise<boolean> => {
    const after = page === 0 ? 0 : pages[page - 1]?.next_after;
    if (after === null || after === undefined) return false;
    const query = { after, limit: PER_PAGE, ...(status === undefined ? {} : { status }) };
    const outcome = await keepCalling(services, () => services.client.api.batches.lines(id, query), {
      signal: life.signal,
      forMs: KEEP_TRYING_MS,
    });
    if (!outcome) return false;
    setFault(outcome.ok ? undefined : outcome.fault);
    if (!outcome.ok) return false;
    pages = putPage(pages, page, outcome.value);
    // By line, so that rows stay who they are, with the focus that may be on them.
    const rows = pages.flatMap(({ lines }) => lines);
    setStore('rows', reconcile(rows, { key: 'line' }));
    setLoaded(true);
    return true;
  };

  const round = async (what: 'more' | 'all'): Promise<void> => {
    const last = Math.min(Math.floor(looked.last / PER_PAGE), Math.max(0, pages.length - 1));
    if (what === 'all') {
      for (let page = Math.floor(looked.first / PER_PAGE); page <= last; page += 1) {
        if (!(await read(page))) return;
      }
    }
    while (looked.last + NEAR_END >= store.rows.length && (await read(pages.length)));
  };

  const work = async (what: 'more' | 'all'): Promise<void> => {
    if (wanted !== 'all') wanted = what;
    if (isAtIt) return;
    isAtIt = true;
    while (wanted !== 'nothing' && !life.signal.aborted) {
      const next = wanted;
      wanted = 'nothing';
      await round(next);
    }
    isAtIt = false;
  };

  return {
    get rows() {
      return store.rows;
    },
    isLoaded,
    fault,
    refresh: () => void work('all'),
    look: (first, last) => {
      looked = { first, last };
      if (last + NEAR_END >= store.rows.length && pages.at(-1)?.next_after !== null) void work('more');
    },
  };
}

/** Pages behind one that ends elsewhere than before begin at the wrong line: they are read anew. Pure. */
export function putPage(
  pages: readonly BatchLinesReply[],
  at: number,
  page: BatchLinesReply,
): BatchLinesReply[] {
  const behind = pages[at]?.next_after === page.next_after ? pages.slice(at + 1) : [];
  return [...pages.slice(0, at), page, ...behind];
}
