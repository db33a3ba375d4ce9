import { useInfiniteQuery } from '@tanstack/solid-query';
import { createMemo, For, Match, onCleanup, Show, Switch } from 'solid-js';
import { Button } from '../controls/button.tsx';
import { FaultNotice } from '../controls/fault-notice.tsx';
import { Notice } from '../controls/notice.tsx';
import { withQueries } from '../queries.tsx';
import { useServices } from '../services.ts';
import { ConnectionBar } from '../shell/connection/connection-bar.tsx';
import { PageHeader } from '../shell/page-header.tsx';
import { pageWords } from '../words/page-words.ts';
import { BatchCard } from './batch-card.tsx';
import { batchListQuery, followBatches } from './batch-data.ts';
import { CardSkeletons } from './card-skeletons.tsx';
import { NewBatchLink } from './new-batch-link.tsx';
import { words } from './words.ts';

/** `/batches`: all batches, newest first, as they move. */
export const BatchesPage = withQueries(() => {
  const services = useServices();
  const query = useInfiniteQuery(() => batchListQuery(services));
  onCleanup(followBatches(services, 'list'));
  const ids = createMemo(() => (query.isSuccess ? query.data.pages.flatMap((page) => page.ids) : []));

  return (
    <>
      <PageHeader title={pageWords().batches}>
        <NewBatchLink />
      </PageHeader>
      <ConnectionBar isBusy={false} />
      <main id="main" class="flex min-h-0 flex-1 flex-col overflow-y-auto" data-testid="batches">
        <Switch fallback={<CardSkeletons />}>
          <Match when={query.isError && query.error}>
            {(fault) => <FaultNotice fault={fault()} onTryAgain={() => void query.refetch()} />}
          </Match>
          <Match when={query.isSuccess && ids().length === 0}>
            <Notice text={words().empty} testId="no-batches">
              <NewBatchLink />
            </Notice>
          </Match>
          <Match when={query.isSuccess}>
            <div class="mx-auto flex w-full max-w-[64rem] flex-col gap-3 p-4 wide:p-6">
              <ul class="flex flex-col gap-3">
                <For each={ids()}>{(id) => <BatchCard id={id} />}</For>
              </ul>
              <Show when={query.hasNextPage}>
                <div class="self-center">
                  <Button
                    label={words().showMore}
                    isDisabled={query.isFetchingNextPage}
                    onClick={() => void query.fetchNextPage()}
                  />
                </div>
              </Show>
            </div>
          </Match>
        </Switch>
      </main>
    </>
  );
});
