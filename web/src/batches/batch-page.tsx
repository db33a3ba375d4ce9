import { useNavigate, useParams } from '@solidjs/router';
import { useQuery } from '@tanstack/solid-query';
import type { BatchReply } from '@continuo/shared/protocol/batch-api';
import { createEffect, createSignal, Match, onCleanup, Show, Switch } from 'solid-js';
import type { ApiFault } from '../continuo-client/api/api-fault.ts';
import { FaultNotice } from '../controls/fault-notice.tsx';
import { Notice } from '../controls/notice.tsx';
import { TextLink } from '../controls/text-link.tsx';
import { withQueries } from '../queries.tsx';
import { useServices } from '../services.ts';
import { ConnectionBar } from '../shell/connection/connection-bar.tsx';
import { PageHeader } from '../shell/page-header.tsx';
import { pageWords } from '../words/page-words.ts';
import { BackLink } from './back-link.tsx';
import { BatchButtons } from './batch-buttons.tsx';
import { batchQuery, followBatches } from './batch-data.ts';
import { BatchFigures } from './batch-figures.tsx';
import { BatchStatusMark } from './batch-status-mark.tsx';
import { CardSkeletons } from './card-skeletons.tsx';
import { LinesSection } from './lines-section.tsx';
import { ProgressBar, ProgressWords } from './progress-bar.tsx';
import { words } from './words.ts';

/** `/batches/:batch?status=`: one batch as it moves, and its lines. */
export const BatchPage = withQueries(() => {
  const params = useParams<{ batch: string }>();
  return (
    <Show when={params.batch} keyed>
      {(id) => <OneBatch id={id} />}
    </Show>
  );
});

function OneBatch(props: { id: string }) {
  const services = useServices();
  const navigate = useNavigate();
  const query = useQuery(() => batchQuery(services, props.id));
  createEffect(() => onCleanup(followBatches(services, { id: props.id })));
  const batch = () => (query.isSuccess ? query.data : undefined);
  return (
    <>
      <PageHeader title={batch()?.name ?? pageWords().batches} before={<BackLink />}>
        <Show when={batch()}>
          {(shown) => (
            <div class="max-wide:hidden">
              <BatchButtons batch={shown()} onRemoved={() => navigate('/batches', { replace: true })} />
            </div>
          )}
        </Show>
      </PageHeader>
      <ConnectionBar isBusy={false} />
      <Switch
        fallback={
          <main id="main" class="flex-1">
            <CardSkeletons />
          </main>
        }
      >
        <Match when={query.isError && query.error}>
          {(fault) => (
            <main id="main" class="flex flex-1">
              <BatchFault fault={fault()} onTryAgain={() => void query.refetch()} />
            </main>
          )}
        </Match>
        <Match when={batch()}>
          {(shown) => <BatchBody batch={shown()} onRemoved={() => navigate('/batches', { replace: true })} />}
        </Match>
      </Switch>
    </>
  );
}

function BatchFault(props: { fault: ApiFault; onTryAgain: () => void }) {
  const isUnknown = () => props.fault.kind === 'problem' && props.fault.problem.code === 'unknown_batch';
  return (
    <Show
      when={isUnknown()}
      fallback={<FaultNotice fault={props.fault} onTryAgain={() => props.onTryAgain()} />}
    >
      <Notice text={words().unknown} isFault testId="unknown-batch">
        <TextLink href="/batches" label={words().toList} />
      </Notice>
    </Show>
  );
}

function BatchBody(props: { batch: BatchReply; onRemoved: () => void }) {
  const [scroller, setScroller] = createSignal<HTMLElement>();
  return (
    <main
      id="main"
      ref={setScroller}
      class="min-h-0 flex-1 overflow-y-auto"
      data-testid="batch-page"
      data-batch={props.batch.batch_id}
    >
      <div class="mx-auto flex max-w-[80rem] flex-col gap-6 p-4 wide:p-6">
        <section class="flex flex-col gap-3">
          <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
            <BatchStatusMark batch={props.batch} />
            <div class="wide:hidden">
              <BatchButtons batch={props.batch} onRemoved={() => props.onRemoved()} />
            </div>
          </div>
          <ProgressBar batch={props.batch} />
          <ProgressWords batch={props.batch} />
        </section>
        <BatchFigures batch={props.batch} />
        <Show when={scroller()}>
          {(element) => <LinesSection batch={props.batch} scroller={element()} />}
        </Show>
      </div>
    </main>
  );
}
