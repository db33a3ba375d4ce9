import { useSearchParams } from '@solidjs/router';
import { BATCH_LINE_STATUSES } from '@continuo/shared/protocol/batch-status';
import type { BatchReply } from '@continuo/shared/protocol/batch-api';
import { createEffect, createMemo, For, Show } from 'solid-js';
import { FaultNotice } from '../controls/fault-notice.tsx';
import { Notice } from '../controls/notice.tsx';
import { TextButton } from '../controls/text-button.tsx';
import { useServices } from '../services.ts';
import { formatCount } from '../words/format.ts';
import { createLinePages, type LineStatus } from './create-line-pages.ts';
import { LinesTable } from './lines-table.tsx';
import { words } from './words.ts';

/** The lines of a batch, all or those in one state; which, says the address. */
export function LinesSection(props: { batch: BatchReply; scroller: HTMLElement }) {
  const [search, setSearch] = useSearchParams<{ status?: string }>();
  const status = createMemo(() => BATCH_LINE_STATUSES.find((name) => name === search.status));
  const choose = (next: LineStatus | undefined): void =>
    setSearch({ status: next }, { replace: true, scroll: false });
  return (
    <section class="flex flex-col gap-3" aria-labelledby="lines-title">
      <h2 id="lines-title" class="text-chat font-semibold">
        {words().lines}
      </h2>
      <div
        class="flex flex-wrap gap-1.5"
        role="group"
        aria-label={words().filterLines}
        data-testid="line-filters"
      >
        <For each={[undefined, ...BATCH_LINE_STATUSES]}>
          {(name) => (
            <button
              type="button"
              class="target inline-flex h-8 items-center gap-1.5 rounded-control border border-line bg-raised px-2.5 tabular transition-colors hover:border-control aria-pressed:border-accent aria-pressed:text-accent"
              aria-pressed={status() === name}
              onClick={() => choose(name)}
              data-testid={`filter-${name ?? 'all'}`}
            >
              {name === undefined ? words().all : words().lineStatus[name]}
              <span class="text-muted">
                {formatCount(name === undefined ? props.batch.progress.total : props.batch.progress[name])}
              </span>
            </button>
          )}
        </For>
      </div>
      <Show when={{ status: status() }} keyed>
        {(shown) => (
          <Lines
            batch={props.batch}
            status={shown.status}
            scroller={props.scroller}
            onShowAll={() => choose(undefined)}
          />
        )}
      </Show>
    </section>
  );
}

function Lines(props: {
  batch: BatchReply;
  status: LineStatus | undefined;
  scroller: HTMLElement;
  onShowAll: () => void;
}) {
  const services = useServices();
  const pages = createLinePages(services, { id: props.batch.batch_id, status: props.status });
  const moved = createMemo(() => [props.batch.status, ...Object.values(props.batch.progress)].join(' '));
  createEffect(() => {
    // Read for its changes: whenever the batch has moved, its lines have.
    void moved();
    pages.refresh();
  });
  return (
    <Show
      when={pages.isLoaded()}
      fallback={
        <Show when={pages.fault()}>
          {(fault) => <FaultNotice fault={fault()} onTryAgain={pages.refresh} />}
        </Show>
      }
    >
      <Show
        when={pages.rows.length > 0}
        fallback={
          <Notice text={words().noLines} testId="no-lines">
            <TextButton label={words().showAll} onClick={() => props.onShowAll()} />
          </Notice>
        }
      >
        <LinesTable rows={pages.rows} scroller={props.scroller} onLook={pages.look} />
      </Show>
    </Show>
  );
}
