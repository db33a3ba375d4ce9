import type { WorkflowAttempt, WorkflowReply } from '@continuo/shared/protocol/workflow-api';
import { For, Show } from 'solid-js';
import { formatCount, formatDollars } from '../../words/format.ts';
import { words } from './words.ts';

const NOTHING = '–';
const FIGURES = ['chunks', 'kept', 'input', 'output', 'saved', 'cost'] as const;

/** What each attempt consumed, and all together. */
export function UsageTable(props: { task: WorkflowReply }) {
  return (
    <section class="min-w-0">
      <h2 class="mb-1 font-medium">{words().usage}</h2>
      <div class="overflow-x-auto rounded-card border border-line bg-raised" tabindex="0">
        <table class="tabular w-full text-start whitespace-nowrap [&_td]:px-3 [&_td]:py-2 [&_th]:px-3 [&_th]:py-2">
          <thead class="text-meta text-muted">
            <tr>
              <For each={['attempt', 'model', 'worker', 'end'] as const}>
                {(name) => <th class="text-start font-medium">{words().column[name]}</th>}
              </For>
              <For each={FIGURES}>
                {(name) => <th class="text-end font-medium">{words().column[name]}</th>}
              </For>
            </tr>
          </thead>
          <tbody>
            <For each={props.task.attempts}>{(attempt) => <AttemptLine attempt={attempt} />}</For>
          </tbody>
          <Show when={props.task.usage}>
            {(usage) => (
              <tfoot class="border-t border-line font-medium">
                <tr>
                  <th colspan={6} class="text-start font-medium">
                    {words().total}
                    <Show when={usage().estimated}>
                      <span class="ms-2 font-normal text-muted">{words().estimated}</span>
                    </Show>
                  </th>
                  <td class="text-end">{formatCount(usage().input_tokens)}</td>
                  <td class="text-end">{formatCount(usage().output_tokens)}</td>
                  <td />
                  <td class="text-end">{dollars(props.task.cost_usd)}</td>
                </tr>
              </tfoot>
            )}
          </Show>
        </table>
      </div>
    </section>
  );
}

function AttemptLine(props: { attempt: WorkflowAttempt }) {
  const attempt = () => props.attempt;
  const end = () => attempt().end_reason;
  return (
    <tr class="border-t border-line">
      <td>{attempt().attempt}</td>
      <td class="max-w-48 truncate">{attempt().model}</td>
      <td>{attempt().worker}</td>
      <td>{nameEnd(end())}</td>
      <td class="text-end">{formatCount(attempt().chunks)}</td>
      <td class="text-end">{formatCount(attempt().kept_chunks)}</td>
      <td class="text-end">{count(attempt().usage?.input_tokens)}</td>
      <td class="text-end">{count(attempt().usage?.output_tokens)}</td>
      <td class="text-end">{count(attempt().saved_output_tokens || undefined)}</td>
      <td class="text-end">{dollars(attempt().cost_usd)}</td>
    </tr>
  );
}

export function nameEnd(end: WorkflowAttempt['end_reason']): string {
  return end === null ? words().goesOn : words().ends[end];
}

function count(figure: number | undefined): string {
  return figure === undefined ? NOTHING : formatCount(figure);
}

function dollars(usd: number | null): string {
  return usd === null ? NOTHING : formatDollars(usd);
}
