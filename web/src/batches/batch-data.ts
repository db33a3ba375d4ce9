import type { BatchListReply, BatchReply } from '@continuo/shared/protocol/batch-api';
import type { InfiniteData } from '@tanstack/solid-query';
import { askFor, queryClient } from '../queries.tsx';
import type { Services } from '../services.ts';

/**
 * What is known of batches, each under its own key, so that every place shows the same figures. Only the service
 * counts; what it told last counts, however late a reply to an earlier question comes.
 */
type Asking = Pick<Services, 'client' | 'connection'>;
type ListPage = { ids: string[]; next: string | null };

const LIST_KEY = ['batches'] as const;
const batchKey = (id: string) => ['batch', id] as const;
const paceKey = (id: string) => ['batch', id, 'pace'] as const;

/** A reading, unless something newer was told since it was asked for. */
function keepNewest(batch: BatchReply, askedAt: number): BatchReply {
  const known = queryClient.getQueryState<BatchReply>(batchKey(batch.batch_id));
  return known?.data && known.dataUpdatedAt >= askedAt ? known.data : batch;
}

export function putBatch(batch: BatchReply): void {
  queryClient.setQueryData(batchKey(batch.batch_id), batch);
}

export function batchQuery(services: Asking, id: string) {
  return {
    queryKey: batchKey(id),
    queryFn: async (context: { signal: AbortSignal }) => {
      const askedAt = Date.now();
      const ask = askFor(services, () => services.client.api.batches.show(id));
      return keepNewest(await ask(context), askedAt);
    },
  };
}

/** Pages of ids: what is known of each stands under its own key. */
export function batchListQuery(services: Asking) {
  return {
    queryKey: LIST_KEY,
    initialPageParam: undefined,
    getNextPageParam: ({ next }: ListPage) => next ?? undefined,
    queryFn: async (context: { signal: AbortSignal; pageParam: string | undefined }): Promise<ListPage> => {
      const askedAt = Date.now();
      const before = context.pageParam;
      const ask = askFor(services, () =>
        services.client.api.batches.list(before === undefined ? {} : { before }),
      );
      const { batches, next_before: next }: BatchListReply = await ask(context);
      for (const batch of batches) putBatch(keepNewest(batch, askedAt));
      return { ids: batches.map(({ batch_id: id }) => id), next };
    },
  };
}

export function paceQuery(services: Asking, id: string) {
  return {
    queryKey: paceKey(id),
    queryFn: askFor(services, () => services.client.api.batches.pace(id)),
  };
}

/**
 * Keeps what is known of batches as the events tell it.
 *
 * @param shown what is read again when events may be missing: one batch, or the list
 * @returns ends that
 */
export function followBatches(
  { events }: Pick<Services, 'events'>,
  shown: { id: string } | 'list',
): () => void {
  return events.subscribe({
    types: ['batch_progress'],
    onEvent: (batch) => {
      const isNew = !listedIds().includes(batch.batch_id);
      putBatch(batch);
      void queryClient.invalidateQueries({ queryKey: paceKey(batch.batch_id) });
      if (isNew) void queryClient.invalidateQueries({ queryKey: LIST_KEY });
    },
    onReset: () => {
      const queryKey = shown === 'list' ? LIST_KEY : batchKey(shown.id);
      void queryClient.invalidateQueries({ queryKey });
    },
  });
}

export function forgetBatch(id: string): void {
  queryClient.removeQueries({ queryKey: batchKey(id) });
  queryClient.setQueryData<InfiniteData<ListPage>>(
    LIST_KEY,
    (list) =>
      list && {
        ...list,
        pages: list.pages.map((page) => ({ ...page, ids: page.ids.filter((each) => each !== id) })),
      },
  );
}

function listedIds(): string[] {
  return queryClient.getQueryData<InfiniteData<ListPage>>(LIST_KEY)?.pages.flatMap(({ ids }) => ids) ?? [];
}
