import type { WorkflowReply } from '@continuo/shared/protocol/workflow-api';
import { For, Show, type JSX } from 'solid-js';
import { TextLink } from '../../controls/text-link.tsx';
import { useServices } from '../../services.ts';
import { formatCount, formatDollars, formatDuration, formatMoment } from '../../words/format.ts';
import { hrefOfTask } from '../task-address.ts';
import { shortenId } from '../shorten-id.ts';
import { words } from './words.ts';

/** One line of what the task is and was, and where it belongs. */
export function TaskFacts(props: { task: WorkflowReply }) {
  return (
    <dl aria-label={words().facts} class="flex flex-wrap gap-x-6 gap-y-2 text-ui" data-testid="task-facts">
      <Figures task={props.task} />
      <Links task={props.task} />
    </dl>
  );
}

function Figures(props: { task: WorkflowReply }) {
  const { offer } = useServices();
  const task = () => props.task;
  const saved = () => task().attempts.reduce((sum, { saved_output_tokens: tokens }) => sum + tokens, 0);
  const figures = (): [label: string, value: string | undefined][] => {
    const { timings, usage, input, finished_at: finishedAt } = task();
    const sinceAccepted = (at: number | null) =>
      at === null ? undefined : formatDuration(Math.max(0, at - timings.created_at));
    const { fact } = words();
    return [
      [fact.model, offer.labelOf(task())],
      [fact.temperature, input.temperature?.toString()],
      [fact.maxTokens, input.max_tokens === undefined ? undefined : formatCount(input.max_tokens)],
      [fact.accepted, formatMoment(task().created_at)],
      [fact.firstText, sinceAccepted(timings.first_chunk_at)],
      [fact.took, sinceAccepted(finishedAt)],
      [
        fact.tokens,
        usage
          ? words().tokenFlow(formatCount(usage.input_tokens), formatCount(usage.output_tokens))
          : undefined,
      ],
      [fact.saved, saved() > 0 ? formatCount(saved()) : undefined],
      [fact.cost, costOf(task())],
    ];
  };
  return (
    <>
      <For each={figures()}>
        {([label, value]) => <Show when={value}>{(text) => <Fact label={label}>{text()}</Fact>}</Show>}
      </For>
      <Show when={task().finish_reason}>
        {(reason) => (
          <Fact label={words().fact.finish}>
            <code class="font-mono text-meta">{reason()}</code>
          </Fact>
        )}
      </Show>
    </>
  );
}

function costOf({ cached, cost_usd: usd }: WorkflowReply): string | undefined {
  if (cached) return words().cached;
  return usd === null ? undefined : formatDollars(usd);
}

function Links(props: { task: WorkflowReply }) {
  const links = () => props.task.links;
  const { fact } = words();
  return (
    <>
      <Show when={links().batch_id}>
        {(id) => (
          <Fact label={fact.batch}>
            <TextLink label={shortenId(id())} href={`/batches/${id()}`} testId="batch-link" />
            <Show when={links().batch_line}>
              {(line) => <span class="ms-1">{words().line(line())}</span>}
            </Show>
          </Fact>
        )}
      </Show>
      <TaskLink label={fact.origin} id={links().origin_task_id} testId="origin-link" />
      <TaskLink label={fact.source} id={links().source_task_id} testId="source-link" />
      <Show when={links().reruns?.length}>
        <Fact label={fact.reruns}>
          <span class="flex flex-wrap gap-2">
            <For each={links().reruns}>
              {(rerun) => <TextLink label={shortenId(rerun.task_id)} href={hrefOfTask(rerun.task_id)} />}
            </For>
          </span>
        </Fact>
      </Show>
    </>
  );
}

function TaskLink(props: { label: string; id: string | null; testId: string }) {
  return (
    <Show when={props.id}>
      {(id) => (
        <Fact label={props.label}>
          <TextLink label={shortenId(id())} href={hrefOfTask(id())} testId={props.testId} />
        </Fact>
      )}
    </Show>
  );
}

function Fact(props: { label: string; children: JSX.Element }) {
  return (
    <div>
      <dt class="text-meta text-muted">{props.label}</dt>
      <dd class="tabular">{props.children}</dd>
    </div>
  );
}
