import { useQuery } from '@tanstack/solid-query';
import type { BatchPaceReply, BatchReply } from '@continuo/shared/protocol/batch-api';
import { createMemo, Show, type ParentProps } from 'solid-js';
import { createClock } from '../controls/create-clock.ts';
import { useServices } from '../services.ts';
import { formatAgo, formatCompact, formatCount, formatDuration } from '../words/format.ts';
import { paceQuery } from './batch-data.ts';
import { describeCost } from './describe-cost.ts';
import { guessRemaining, measurePace } from './pace.ts';
import { countEnded } from './progress.ts';
import { Sparkline } from './sparkline.tsx';
import { words } from './words.ts';

/** What a batch has done, used and cost, and how fast it goes. */
export function BatchFigures(props: { batch: BatchReply }) {
  const services = useServices();
  const query = useQuery(() => paceQuery(services, props.batch.batch_id));
  const pace = createMemo(() => (query.isSuccess ? query.data : undefined));
  const isOver = () => props.batch.finished_at !== null;
  const now = createClock(() => !isOver());
  const perMinute = () => {
    const told = pace();
    return told && !isOver() ? measurePace(told) : undefined;
  };
  const remaining = () => {
    const told = pace();
    return told && guessRemaining(props.batch, told);
  };
  const took = () => formatDuration((props.batch.finished_at ?? now()) - props.batch.created_at);

  return (
    <section class="flex flex-col gap-3" aria-label={words().figures}>
      <dl class="grid grid-cols-2 gap-px overflow-hidden rounded-card border border-line bg-line wide:grid-cols-4">
        <Figure
          label={words().linesEnded}
          note={`${words().created(formatAgo(now() - props.batch.created_at))} · ${words().atOnce(props.batch.concurrency)}`}
        >
          <span data-testid="ended">
            {words().ended(countEnded(props.batch.progress), props.batch.progress.total)}
          </span>
        </Figure>
        <Figure label={words().cost}>{describeCost(props.batch)}</Figure>
        <Figure
          label={words().tokens}
          note={words().tokensInOut(
            formatCompact(props.batch.tokens.input),
            formatCompact(props.batch.tokens.output),
          )}
        >
          {formatCompact(props.batch.tokens.input + props.batch.tokens.output)}
        </Figure>
        <Show when={!isOver()} fallback={<Figure label={words().took}>{took()}</Figure>}>
          <Figure
            label={words().remaining}
            note={
              perMinute() === undefined
                ? undefined
                : words().perMinute(formatCount(Math.round(perMinute() ?? 0)))
            }
          >
            <Show when={remaining()} fallback={<span class="text-muted">{words().nobodyKnows}</span>}>
              {(ms) => words().about(formatDuration(ms()))}
            </Show>
          </Figure>
        </Show>
      </dl>
      <Show when={pace()}>{(told) => <PaceDrawing pace={told()} isOver={isOver()} />}</Show>
    </section>
  );
}

function PaceDrawing(props: { pace: BatchPaceReply; isOver: boolean }) {
  const ended = () => props.pace.ended.reduce((sum, count) => sum + count, 0);
  const summary = () => words().paceSummary(ended(), formatDuration(props.pace.to - props.pace.from));
  return (
    <figure class="flex flex-col gap-1">
      {/* The last part is not over: it would look as if everything came to a stop. */}
      <Sparkline counts={props.isOver ? props.pace.ended : props.pace.ended.slice(0, -1)} />
      <figcaption class="text-meta text-muted tabular">{summary()}</figcaption>
    </figure>
  );
}

function Figure(props: ParentProps<{ label: string; note?: string | undefined }>) {
  return (
    <div class="flex min-w-0 flex-col gap-0.5 bg-raised px-4 py-3">
      <dt class="text-meta text-muted">{props.label}</dt>
      <dd class="text-chat font-semibold tabular">{props.children}</dd>
      <Show when={props.note}>
        <dd class="text-meta text-muted tabular">{props.note}</dd>
      </Show>
    </div>
  );
}
