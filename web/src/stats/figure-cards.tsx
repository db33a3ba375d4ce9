import type { StatsReply } from '@continuo/shared/protocol/stats-api';
import { TASK_STATUSES } from '@continuo/shared/protocol/task-status';
import { formatCompact, formatCount, formatDollars, formatDuration, formatPercent } from '../words/format.ts';
import { pageWords } from '../words/page-words.ts';
import type { TaskFilters } from '../tasks/list/filters.ts';
import { compareAmounts, compareShares } from './compare.ts';
import { FigureCard, type FigureNote } from './figure-card.tsx';
import { tasksHref } from './tasks-href.ts';
import { words } from './words.ts';

type Href = (filters?: TaskFilters) => string;

/** The six figures that say how it goes. */
export function FigureCards(props: { stats: StatsReply }) {
  const stats = () => props.stats;
  const href: Href = (filters) => tasksHref(stats().window, filters);
  const tasks = () => TASK_STATUSES.reduce((sum, status) => sum + stats().tasks[status], 0);
  return (
    <dl class="grid grid-cols-2 gap-3 wide:grid-cols-3" aria-label={words().figures}>
      <FigureCard
        label={words().hitRate}
        value={orNothing(stats().cache.hit_rate, formatPercent)}
        href={href({ cached: 'true', status: 'completed' })}
        change={compareShares(stats().cache.hit_rate, stats().before.hit_rate)}
        inPoints
        window={stats().window}
        notes={[
          {
            text:
              stats().cache.hit_rate === null
                ? words().noAnswers
                : words().hits(stats().cache.hits, stats().tasks.completed),
          },
        ]}
        testId="hit-rate"
      />
      <FigureCard
        label={words().tasks}
        value={formatCount(tasks())}
        href={href()}
        change={compareAmounts(tasks(), stats().before.tasks)}
        window={stats().window}
        notes={[
          { text: words().failed(stats().tasks.failed), href: href({ status: 'failed' }) },
          ...openNotes(stats().tasks, href),
        ]}
        testId="tasks"
      />
      <FigureCard
        label={words().firstText}
        value={words().p50p95(
          orNothing(stats().latency.first_chunk_ms.p50, formatDuration),
          orNothing(stats().latency.first_chunk_ms.p95, formatDuration),
        )}
        href={href({ cached: 'false' })}
        change={compareAmounts(stats().latency.first_chunk_ms.p50, stats().before.first_chunk_ms.p50)}
        window={stats().window}
        notes={[{ text: words().p50p95Note }]}
        testId="first-text"
      />
      <UsageCards stats={stats()} href={href()} />
    </dl>
  );
}

function UsageCards(props: { stats: StatsReply; href: string }) {
  const stats = () => props.stats;
  return (
    <>
      <FigureCard
        label={words().tokens}
        value={formatCompact(stats().tokens.input + stats().tokens.output)}
        href={props.href}
        change={compareAmounts(
          stats().tokens.input + stats().tokens.output,
          stats().before.input_tokens + stats().before.output_tokens,
        )}
        window={stats().window}
        notes={[
          {
            text: words().tokensInOut(
              formatCompact(stats().tokens.input),
              formatCompact(stats().tokens.output),
            ),
          },
          { text: words().tokensSaved(formatCompact(stats().tokens.saved_output)) },
        ]}
        testId="tokens"
      />
      <FigureCard
        label={words().cost}
        value={orUnknown(stats().cost.usd)}
        href={props.href}
        change={compareAmounts(stats().cost.usd, stats().before.cost_usd)}
        window={stats().window}
        notes={costNotes(stats().cost)}
        testId="cost"
      />
      <FigureCard
        label={words().recovered}
        value={words().takeovers(stats().attempts.takeovers)}
        change={compareAmounts(stats().attempts.takeovers, stats().before.takeovers)}
        window={stats().window}
        notes={[
          { text: words().retries(stats().attempts.retries) },
          { text: words().kept(formatCompact(stats().tokens.kept_output)) },
        ]}
        testId="recovered"
      />
    </>
  );
}

function openNotes({ running, queued }: StatsReply['tasks'], href: Href): FigureNote[] {
  return [
    ...(running > 0 ? [{ text: words().running(running), href: href({ status: 'running' }) }] : []),
    ...(queued > 0 ? [{ text: words().queued(queued), href: href({ status: 'queued' }) }] : []),
  ];
}

/** Unknown is not free. */
function costNotes({ saved_by_cache_usd: saved, unknown_tasks: unknown }: StatsReply['cost']): FigureNote[] {
  return [
    { text: saved === null ? words().savedUnknown : words().saved(formatDollars(saved)) },
    ...(unknown > 0 ? [{ text: words().costUnknownOf(unknown) }] : []),
  ];
}

function orUnknown(usd: number | null): string {
  return usd === null ? pageWords().unknown : formatDollars(usd);
}

function orNothing(value: number | null, format: (value: number) => string): string {
  return value === null ? words().nothing : format(value);
}
