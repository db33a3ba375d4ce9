import { A } from '@solidjs/router';
import Clock from 'lucide-solid/icons/clock';
import type { BatchLineReply } from '@continuo/shared/protocol/batch-api';
import { Show } from 'solid-js';
import { StatusMark } from '../controls/status-mark.tsx';
import { explainCode } from '../words/explain-code.ts';
import { formatCount, formatDollars, formatTime } from '../words/format.ts';
import { pageWords } from '../words/page-words.ts';
import { words } from './words.ts';

/** Shared by the heads and the rows, so that they stand in line. */
export const ROW_COLUMNS =
  'grid items-center gap-x-4 px-4 grid-cols-[3rem_minmax(0,1fr)_auto] wide:grid-cols-[3.5rem_8.5rem_minmax(0,1fr)_8rem_4.5rem_5rem_6rem]';

/** One line of a batch. On a narrow screen: number, prompt and state. */
export function LineRow(props: { line: BatchLineReply }) {
  return (
    <div
      role="row"
      class={`${ROW_COLUMNS} min-h-9 border-b border-line py-1.5 hover:bg-panel`}
      data-testid="line"
      data-line={props.line.line}
      data-status={props.line.status}
    >
      <span role="cell" class="text-end text-muted tabular">
        {formatCount(props.line.line)}
      </span>
      <span role="cell" class="flex max-wide:order-3">
        <LineStatusMark line={props.line} />
      </span>
      <span role="cell" class="min-w-0 max-wide:order-2">
        <Show
          when={props.line.task_id}
          fallback={
            <span class="block truncate text-muted" title={words().notSubmitted}>
              {props.line.prompt}
            </span>
          }
        >
          {(taskId) => (
            <A
              href={`/tasks/${taskId()}`}
              class="block truncate rounded-[6px] hover:text-accent hover:underline hover:underline-offset-2"
              title={props.line.prompt}
              data-testid="line-task"
            >
              {props.line.prompt}
            </A>
          )}
        </Show>
        <Show when={props.line.error}>
          {(error) => (
            <span class="block truncate text-meta text-failed" title={error().message}>
              {explainCode(error().code)}
            </span>
          )}
        </Show>
      </span>
      <span role="cell" class="truncate text-muted max-wide:hidden" title={props.line.custom_id ?? undefined}>
        {props.line.custom_id}
      </span>
      <span role="cell" class="text-end tabular max-wide:hidden">
        {props.line.output_tokens === null ? '' : formatCount(props.line.output_tokens)}
      </span>
      <span role="cell" class="text-end tabular max-wide:hidden">
        {describeLineCost(props.line)}
      </span>
      <span role="cell" class="text-end text-muted tabular max-wide:hidden">
        {props.line.finished_at === null ? '' : formatTime(props.line.finished_at)}
      </span>
    </div>
  );
}

function describeLineCost({ cost_usd: usd, finished_at: finishedAt }: BatchLineReply): string {
  if (finishedAt === null) return '';
  return usd === null ? pageWords().unknown : formatDollars(usd);
}

function LineStatusMark(props: { line: BatchLineReply }) {
  return (
    <span class="inline-flex flex-wrap items-center gap-x-2">
      <Show
        when={props.line.status !== 'waiting' && props.line.status}
        fallback={
          <span class="inline-flex items-center gap-1.5 text-muted">
            <Clock size={14} aria-hidden="true" />
            {words().waitingLine}
          </span>
        }
      >
        {(status) => <StatusMark status={status()} />}
      </Show>
      <Show when={props.line.cached}>
        <span class="text-meta text-cached">{words().cached}</span>
      </Show>
      <Show when={props.line.runs > 1}>
        <span class="text-meta text-muted">{words().run(props.line.runs)}</span>
      </Show>
    </span>
  );
}
