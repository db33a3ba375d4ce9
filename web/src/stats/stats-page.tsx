import { useSearchParams } from '@solidjs/router';
import { keepPreviousData, useQuery } from '@tanstack/solid-query';
import type { StatsReply } from '@continuo/shared/protocol/stats-api';
import { STATS_WINDOWS, type StatsWindow } from '@continuo/shared/protocol/stats-window';
import { createEffect, createMemo, Match, onCleanup, Show, Switch } from 'solid-js';
import { ChoiceGroup } from '../controls/choice-group.tsx';
import { createClock } from '../controls/create-clock.ts';
import { FaultNotice } from '../controls/fault-notice.tsx';
import { Notice } from '../controls/notice.tsx';
import { TextLink } from '../controls/text-link.tsx';
import { withQueries } from '../queries.tsx';
import { useServices } from '../services.ts';
import { ConnectionBar } from '../shell/connection/connection-bar.tsx';
import { PageHeader } from '../shell/page-header.tsx';
import { formatAgo } from '../words/format.ts';
import { pageWords } from '../words/page-words.ts';
import { FigureCards } from './figure-cards.tsx';
import { ModelsTable } from './models-table.tsx';
import { QueuePanel } from './queue-panel.tsx';
import { StatsCharts } from './stats-charts.tsx';
import { StatsSkeleton } from './stats-skeleton.tsx';
import { followStats, statsQuery } from './stats-data.ts';
import { words } from './words.ts';

const DEFAULT_WINDOW: StatsWindow = '24h';
const REFRESH_MS = 30_000;

/** `/stats?range=1h|24h|7d`: how it goes, over a time and now. */
export const StatsPage = withQueries(StatsScreen);

function StatsScreen() {
  const services = useServices();
  const [search, setSearch] = useSearchParams<{ range?: string }>();
  const window = createMemo(() => STATS_WINDOWS.find((name) => name === search.range) ?? DEFAULT_WINDOW);
  const query = useQuery(() => ({
    ...statsQuery(services, window()),
    // Time goes on also where nothing happens.
    refetchInterval: REFRESH_MS,
    // Of the range before, until those of the new one are there.
    placeholderData: keepPreviousData,
  }));
  createEffect(() => onCleanup(followStats(services, window())));
  const stats = createMemo(() => (query.isSuccess ? query.data : undefined));

  return (
    <>
      <PageHeader title={pageWords().stats}>
        <Show when={stats()}>{(shown) => <Updated at={shown().to} />}</Show>
        <span id="range-label" class="sr-only">
          {words().range}
        </span>
        <ChoiceGroup
          name="range"
          names={STATS_WINDOWS}
          labelOf={(name) => words().ranges[name]}
          chosen={window()}
          onChoose={(range) => setSearch({ range }, { replace: true, scroll: false })}
          labelledBy="range-label"
        />
      </PageHeader>
      <ConnectionBar isBusy={false} />
      <main
        id="main"
        class="min-h-0 flex-1 overflow-y-auto"
        aria-busy={query.isPlaceholderData}
        data-testid="stats"
        data-range={window()}
      >
        <Switch fallback={<StatsSkeleton />}>
          <Match when={query.isError && query.error}>
            {(fault) => <FaultNotice fault={fault()} onTryAgain={() => void query.refetch()} />}
          </Match>
          <Match when={stats()}>
            {(shown) => (
              <div
                class="mx-auto flex max-w-[80rem] flex-col gap-3 p-4 transition-opacity wide:p-6"
                classList={{ 'opacity-60': query.isPlaceholderData }}
              >
                <StatsBody stats={shown()} />
              </div>
            )}
          </Match>
        </Switch>
      </main>
    </>
  );
}

function StatsBody(props: { stats: StatsReply }) {
  const isEmpty = () => Object.values(props.stats.tasks).every((count) => count === 0);
  return (
    <>
      <Show
        when={!isEmpty()}
        fallback={
          <Notice text={words().empty(props.stats.window)} testId="no-stats">
            <TextLink href="/" label={words().startChat} />
          </Notice>
        }
      >
        <FigureCards stats={props.stats} />
        <StatsCharts stats={props.stats} />
        <ModelsTable stats={props.stats} />
      </Show>
      <QueuePanel stats={props.stats} />
    </>
  );
}

function Updated(props: { at: number }) {
  const now = createClock(() => true);
  return (
    <span class="text-meta text-muted tabular max-wide:hidden" data-testid="updated" data-at={props.at}>
      {words().updated(formatAgo(now() - props.at))}
    </span>
  );
}
