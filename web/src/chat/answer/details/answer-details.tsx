import type { WorkflowAttempt, WorkflowReply } from '@continuo/shared/protocol/workflow-api';
import { For, Show, type ParentProps } from 'solid-js';
import { explainFault } from '../../../controls/fault-notice.tsx';
import { Skeleton } from '../../../controls/skeleton.tsx';
import { TextButton } from '../../../controls/text-button.tsx';
import { TextLink } from '../../../controls/text-link.tsx';
import { useServices } from '../../../services.ts';
import { formatCount, formatDollars, formatDuration } from '../../../words/format.ts';
import { pageWords } from '../../../words/page-words.ts';
import { fetchOnce } from './fetch-once.ts';
import { words as chatWords } from '../../words.ts';
import { words } from './words.ts';

/** What an answer took, in figures, and who made it. */
export function AnswerDetails(props: { taskId: string }) {
  const services = useServices();
  const { workflows } = services.client.api;
  const { outcome, again } = fetchOnce(services, () => workflows.show(props.taskId));
  return (
    <div class="flex w-80 max-w-full flex-col gap-4" data-testid="answer-details">
      <Show when={outcome()} fallback={<Skeleton />}>
        {(known) => {
          const reply = known();
          return reply.ok ? (
            <Figures reply={reply.value} />
          ) : (
            <div role="alert" data-testid="details-fault">
              <p>{explainFault(reply.fault)}</p>
              <TextButton label={pageWords().tryAgain} onClick={again} testId="try-again" />
            </div>
          );
        }}
      </Show>
      <TextLink label={chatWords().openTask} href={`/tasks/${props.taskId}`} />
    </div>
  );
}

function Figures(props: { reply: WorkflowReply }) {
  const usage = () => props.reply.usage;
  const timings = () => props.reply.timings;
  const since = (at: number | null) =>
    at === null ? pageWords().unknown : formatDuration(at - timings().created_at);
  return (
    <>
      <dl class="tabular grid grid-cols-[1fr_auto] gap-x-6 gap-y-1">
        <Show when={usage()}>
          {(known) => (
            <>
              <Figure name={words().inputTokens}>{formatCount(known().input_tokens)}</Figure>
              <Figure name={words().cachedTokens}>{formatCount(known().cached_input_tokens)}</Figure>
              <Figure name={words().outputTokens}>{formatCount(known().output_tokens)}</Figure>
              <Figure name={words().reasoningTokens}>{formatCount(known().reasoning_tokens)}</Figure>
            </>
          )}
        </Show>
        <Figure name={words().cost}>
          {props.reply.cost_usd === null ? pageWords().unknown : formatDollars(props.reply.cost_usd)}
        </Figure>
        <Figure name={words().firstText}>{since(timings().first_chunk_at)}</Figure>
        <Figure name={words().wholeTime}>{since(timings().finished_at)}</Figure>
      </dl>
      <Show when={usage()?.estimated}>
        <p class="text-meta text-muted">{words().estimated}</p>
      </Show>
      <ol class="flex flex-col gap-2">
        <For each={props.reply.attempts}>{(attempt) => <AttemptItem attempt={attempt} />}</For>
      </ol>
    </>
  );
}

function Figure(props: ParentProps<{ name: string }>) {
  return (
    <>
      <dt class="text-muted">{props.name}</dt>
      <dd class="text-end">{props.children}</dd>
    </>
  );
}

function AttemptItem(props: { attempt: WorkflowAttempt }) {
  const end = () => props.attempt.end_reason;
  return (
    <li class="border-t border-line pt-2" data-testid="attempt">
      <p class="flex justify-between gap-4">
        <span class="font-medium">{words().attemptNumber(props.attempt.attempt)}</span>
        <span class="text-muted">{words().endReasons[end() ?? 'running']}</span>
      </p>
      <p class="text-meta wrap-anywhere text-muted">
        {props.attempt.worker} · {words().strategies[props.attempt.strategy] ?? props.attempt.strategy}
      </p>
    </li>
  );
}
