import { Show, type ParentProps } from 'solid-js';
import { formatCompact, formatCount, formatDollars } from '../../words/format.ts';
import { words } from '../words.ts';
import type { Estimate } from './estimate-batch.ts';

/** What a batch will ask for and cost, roughly, before it is started. */
export function EstimateView(props: { requests: number; estimate: Estimate | undefined }) {
  return (
    <section class="flex flex-col gap-2" aria-labelledby="estimate-title" data-testid="estimate">
      <h2 id="estimate-title" class="font-medium">
        {words().estimate.title}
      </h2>
      <dl class="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 tabular">
        <Row label={words().estimate.requests}>{formatCount(props.requests)}</Row>
        <Show when={props.estimate}>
          {(estimate) => (
            <>
              <Row label={words().estimate.input}>
                {words().estimate.tokens(formatCompact(estimate().inputTokens))}
              </Row>
              <Row label={words().estimate.output}>{describeOutput(estimate())}</Row>
              <Row label={words().estimate.cost}>{describeCost(estimate())}</Row>
            </>
          )}
        </Show>
      </dl>
      <p class="text-meta text-muted">{words().estimate.note}</p>
    </section>
  );
}

function Row(props: ParentProps<{ label: string }>) {
  return (
    <>
      <dt class="text-muted">{props.label}</dt>
      <dd>{props.children}</dd>
    </>
  );
}

function describeOutput({ outputTokens, isAtMost }: Estimate): string {
  const { outputUnknown, tokens, atMost } = words().estimate;
  if (outputTokens === undefined) return outputUnknown;
  const told = tokens(formatCompact(outputTokens));
  return isAtMost ? atMost(told) : told;
}

/** A rule of thumb is no finer than that. */
const USD_MIN = 0.0001;

function describeCost({ costUsd, outputTokens, isAtMost, unpricedLines }: Estimate): string {
  const { costUnknown, inputOnly, atMost, roughly, unpriced } = words().estimate;
  if (costUsd === undefined) return costUnknown;
  const amount = formatDollars(Math.max(costUsd, USD_MIN));
  const said = outputTokens === undefined ? inputOnly(amount) : isAtMost ? atMost(amount) : roughly(amount);
  return unpricedLines > 0 ? `${said}, ${unpriced(unpricedLines)}` : said;
}
