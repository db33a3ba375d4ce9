import { A } from '@solidjs/router';
import type { StatsReply } from '@continuo/shared/protocol/stats-api';
import { For, Show, type ParentProps } from 'solid-js';
import { formatCount, formatDuration, formatElapsed } from '../words/format.ts';
import { tasksHref } from './tasks-href.ts';
import { words } from './words.ts';

type Worker = NonNullable<StatsReply['workers']>[number];
const NAMED_MAX = 5;
/** Heard of more lately than this is now. */
const ACTIVE_MS = 1_500;

/** How things stand at this moment: what waits, and who works. */
export function QueuePanel(props: { stats: StatsReply }) {
  return (
    <section
      class="flex flex-col gap-3 rounded-card border border-line bg-raised p-4"
      aria-labelledby="queue-title"
      data-testid="queue"
    >
      <h2 id="queue-title" class="font-semibold">
        {words().queue}
      </h2>
      <Show when={props.stats.queue} fallback={<p class="text-retrying">{words().queueUnknown}</p>}>
        {(queue) => <QueueFigures queue={queue()} mirror={props.stats.mirror} window={props.stats.window} />}
      </Show>
      <Show when={props.stats.workers}>
        {(workers) => (
          <Show when={workers().length > 0} fallback={<p class="text-retrying">{words().noWorkers}</p>}>
            <WorkersTable workers={workers()} />
          </Show>
        )}
      </Show>
    </section>
  );
}

function QueueFigures(props: {
  queue: NonNullable<StatsReply['queue']>;
  mirror: StatsReply['mirror'];
  window: StatsReply['window'];
}) {
  const oldest = () => props.queue.oldest_waiting_ms;
  return (
    <dl class="grid grid-cols-2 gap-x-6 gap-y-3 tabular wide:grid-cols-4">
      <Fact label={words().waiting} href={tasksHref(props.window, { status: 'queued' })} testId="depth">
        {formatCount(props.queue.waiting)}
      </Fact>
      <Fact label={words().oldest}>
        {oldest() === null ? words().noneWaits : formatDuration(oldest() ?? 0)}
      </Fact>
      <Fact label={words().held} href={tasksHref(props.window, { status: 'running' })} testId="held">
        {formatCount(props.queue.held)}
      </Fact>
      <Show when={props.mirror}>
        {(mirror) => (
          <Fact label={words().unpersisted}>
            {words().entries(mirror().unpersisted_entries)},{' '}
            {mirror().lag_ms === 0 ? words().noLag : words().lag(formatDuration(mirror().lag_ms))}
          </Fact>
        )}
      </Show>
    </dl>
  );
}

function Fact(props: ParentProps<{ label: string; href?: string; testId?: string }>) {
  return (
    <div class="flex flex-col">
      <dt class="text-meta text-muted">{props.label}</dt>
      <dd class="font-medium" data-testid={props.testId}>
        <Show when={props.href} fallback={props.children}>
          {(href) => (
            <A href={href()} class="rounded-[6px] underline-offset-2 hover:text-accent hover:underline">
              {props.children}
            </A>
          )}
        </Show>
      </dd>
    </div>
  );
}

function WorkersTable(props: { workers: readonly Worker[] }) {
  return (
    <div class="overflow-x-auto" tabindex="0" role="group" aria-labelledby="queue-title">
      <table class="w-full border-collapse text-start tabular" data-testid="workers">
        <thead>
          <tr class="border-b border-line text-meta text-muted">
            <For each={[words().worker, words().service, words().holds, words().idle]}>
              {(head) => (
                <th scope="col" class="py-1.5 pe-4 text-start font-medium whitespace-nowrap">
                  {head}
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={props.workers}>{(worker) => <WorkerRow worker={worker} />}</For>
        </tbody>
      </table>
    </div>
  );
}

function WorkerRow(props: { worker: Worker }) {
  const named = () => props.worker.task_ids.slice(0, NAMED_MAX);
  const others = () => props.worker.held - named().length;
  return (
    <tr class="border-b border-line last:border-0" data-worker={props.worker.name}>
      <th scope="row" class="py-2 pe-4 text-start font-mono font-normal">
        <A
          href={tasksHref('7d', { worker: props.worker.name })}
          class="rounded-[6px] underline-offset-2 hover:text-accent hover:underline"
        >
          {props.worker.name}
        </A>
      </th>
      <td class="py-2 pe-4 text-muted">{words().services[props.worker.service]}</td>
      <td class="py-2 pe-4">
        <span class="font-medium">{formatCount(props.worker.held)}</span>{' '}
        <span class="text-meta text-muted">
          <For each={named()}>
            {(id) => (
              <A
                href={`/tasks/${id}`}
                class="me-1.5 rounded-[6px] font-mono text-accent underline-offset-2 hover:underline"
                aria-label={words().taskLink(id)}
                title={id}
              >
                …{id.slice(-6)}
              </A>
            )}
          </For>
          <Show when={named().length > 0 && others() > 0}>{words().andOthers(others())}</Show>
        </span>
      </td>
      <td class="py-2 text-muted whitespace-nowrap">
        {props.worker.idle_ms < ACTIVE_MS
          ? words().nowActive
          : words().idleFor(formatElapsed(props.worker.idle_ms))}
      </td>
    </tr>
  );
}
