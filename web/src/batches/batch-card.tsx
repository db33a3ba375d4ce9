import { A } from '@solidjs/router';
import { useQuery } from '@tanstack/solid-query';
import type { BatchReply } from '@continuo/shared/protocol/batch-api';
import { createMemo, Show } from 'solid-js';
import { createClock } from '../controls/create-clock.ts';
import { useServices } from '../services.ts';
import { formatAgo, formatCount, formatDuration } from '../words/format.ts';
import { BatchButtons } from './batch-buttons.tsx';
import { batchQuery, paceQuery } from './batch-data.ts';
import { BatchStatusMark } from './batch-status-mark.tsx';
import { describeCost } from './describe-cost.ts';
import { guessRemaining, measurePace } from './pace.ts';
import { ProgressBar, ProgressWords } from './progress-bar.tsx';
import { countEnded } from './progress.ts';
import { words } from './words.ts';

/** One batch of the list. */
export function BatchCard(props: { id: string }) {
  const services = useServices();
  // Read with the list and told by events: asking again one by one would say nothing new.
  const query = useQuery(() => ({ ...batchQuery(services, props.id), staleTime: Infinity }));
  return <Show when={query.isSuccess && query.data}>{(batch) => <Card batch={batch()} />}</Show>;
}

function Card(props: { batch: BatchReply }) {
  const now = createClock(() => true);
  const progress = () => props.batch.progress;
  return (
    <li
      class="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-x-6 gap-y-3 rounded-card border border-line bg-raised p-4"
      data-testid="batch"
      data-batch={props.batch.batch_id}
    >
      <div class="flex min-w-0 flex-col gap-1 max-wide:col-span-2">
        <div class="flex min-w-0 items-center gap-3">
          <h2 class="min-w-0 truncate text-chat font-semibold">
            <A
              href={`/batches/${props.batch.batch_id}`}
              class="rounded-[6px] hover:underline hover:underline-offset-2"
              title={props.batch.name}
            >
              {props.batch.name}
            </A>
          </h2>
          <BatchStatusMark batch={props.batch} />
        </div>
        <p class="text-meta text-muted tabular">
          {words().created(formatAgo(now() - props.batch.created_at))} · {describeCost(props.batch)}
          <PaceNote batch={props.batch} />
        </p>
      </div>
      <div class="max-wide:order-last wide:self-start">
        <BatchButtons batch={props.batch} />
      </div>
      <div class="col-span-2 flex items-center gap-3">
        <ProgressBar batch={props.batch} />
        <span class="shrink-0 font-medium tabular" data-testid="ended">
          {formatCount(countEnded(progress()))}/{formatCount(progress().total)}
        </span>
      </div>
      <div class="self-center wide:col-span-2">
        <ProgressWords batch={props.batch} />
      </div>
    </li>
  );
}

/** How fast it goes and how long it still takes, where that can be told. */
function PaceNote(props: { batch: BatchReply }) {
  const services = useServices();
  const isGoing = () => props.batch.status === 'running' && props.batch.finished_at === null;
  const query = useQuery(() => ({ ...paceQuery(services, props.batch.batch_id), enabled: isGoing() }));
  const told = createMemo(() => (isGoing() && query.isSuccess ? query.data : undefined));
  return (
    <Show when={told()}>
      {(pace) => (
        <>
          <Show when={measurePace(pace())}>
            {(perMinute) => <> · {words().perMinute(formatCount(Math.round(perMinute())))}</>}
          </Show>
          <Show when={guessRemaining(props.batch, pace())}>
            {(ms) => <> · {words().left(formatDuration(ms()))}</>}
          </Show>
        </>
      )}
    </Show>
  );
}
