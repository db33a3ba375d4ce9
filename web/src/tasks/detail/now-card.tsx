import { createMemo, For, Show } from 'solid-js';
import { words as modelWords } from '../../models/words.ts';
import { explainCode } from '../../words/explain-code.ts';
import type { LiveWorkers } from '../create-live-workers.ts';
import { textOf } from '../events/logged-entry.ts';
import type { TaskView } from './create-task-view.ts';
import { describeNow, explainAttempt, type Now, type Why } from './describe-now.ts';
import { words } from './words.ts';

/** A worker that was not heard of for longer is not told of as one that works. */
const SILENT_MS = 2_500;
const CHARS_PER_TOKEN = 4;

/** What, since when, by whom, why and what next: without a click, while the task goes on. */
export function NowCard(props: { view: TaskView; workers: LiveWorkers }) {
  const task = () => props.view.task();
  const entries = () => props.view.log.entries();
  const attempt = () => task()?.attempts.at(-1);
  const lastSignMs = createMemo(() => {
    const worker = attempt()?.worker;
    const told = props.workers.generators()?.find(({ name }) => name === worker);
    const heardAt = told ? props.workers.toldAt() - told.idle_ms : 0;
    const wroteAt = (entries().at(-1)?.at ?? 0) - props.view.skewMs();
    return Math.max(0, props.view.now() - props.view.skewMs() - Math.max(heardAt, wroteAt));
  });
  const now = createMemo(() => {
    const current = task();
    // Before anybody has told who works, nobody is missing.
    const isSilent = props.workers.generators() !== undefined && lastSignMs() > SILENT_MS;
    return current && describeNow(current, entries(), isSilent);
  });
  const why = createMemo(() => explainAttempt(task()?.attempts ?? []));
  return (
    <Show when={now()}>
      {(current) => (
        <section
          aria-label={words().now}
          class="rounded-card border border-line bg-raised px-4 py-3"
          data-testid="now"
          data-now={current().kind}
          data-last-sign-ms={lastSignMs()}
        >
          <p class="font-medium">{nameNow(current())}</p>
          <ul class="tabular mt-1 flex flex-wrap gap-x-4 text-muted">
            <For each={factsOf(current(), props.view, lastSignMs())}>{(fact) => <li>{fact}</li>}</For>
          </ul>
          <Show when={why()}>
            {(reason) => (
              <p class="mt-1 text-muted" data-testid="why">
                {explainWhy(reason())}
              </p>
            )}
          </Show>
          <p class="tabular mt-1 text-muted">{nameNext(current(), props.view.now())}</p>
        </section>
      )}
    </Show>
  );
}

function factsOf(now: Now, view: TaskView, lastSignMs: number): string[] {
  const attempt = 'attempt' in now && typeof now.attempt === 'object' ? now.attempt : undefined;
  const { tokens, perSecond } = measureText(view);
  return [
    ...(attempt ? [words().attemptOn(attempt.attempt, attempt.worker), words().lastSign(lastSignMs)] : []),
    ...(tokens > 0 ? [words().tokensSoFar(tokens)] : []),
    ...(now.kind === 'writing' && perSecond !== undefined ? [words().tokensPerSecond(perSecond)] : []),
  ];
}

/** What the service has counted, and what has come since. */
function measureText({ task, log }: TaskView): { tokens: number; perSecond: number | undefined } {
  const current = task();
  if (!current) return { tokens: 0, perSecond: undefined };
  let characters = current.progress.characters;
  const entries = log.entries();
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const entry = entries[index];
    if (!entry || entry.seq <= current.seq) break;
    characters += textOf(entry).length;
  }
  const tokens = Math.ceil(characters / CHARS_PER_TOKEN);
  const from = current.timings.first_chunk_at ?? log.entries().find(({ type }) => type === 'chunk')?.at;
  const ms = (entries.at(-1)?.at ?? 0) - (from ?? 0);
  return { tokens, perSecond: from === undefined || ms <= 0 ? undefined : (tokens * 1_000) / ms };
}

function nameNow(now: Now): string {
  switch (now.kind) {
    case 'queued':
      return now.position === null ? words().queued : words().queuedAt(now.position);
    case 'cancelling':
      return words().cancelling;
    case 'copying':
      return words().copying;
    case 'retrying':
      return words().retrying(explainCode(now.code), now.attempt);
    case 'failing_over':
      return words().failingOver(explainCode(now.code), nameProvider(now.provider), now.model);
    case 'silent':
      return words().silent(now.attempt.worker);
    case 'asking':
      return words().asking(nameProvider(now.attempt.provider));
    case 'writing':
      return words().writing;
  }
}

function nameNext(now: Now, at: number): string {
  switch (now.kind) {
    case 'queued':
      return words().queuedNext;
    case 'cancelling':
      return words().cancellingNext;
    case 'silent':
      return words().silentNext;
    case 'asking':
      return words().askingNext;
    case 'retrying':
      return words().retryIn(Math.max(0, Math.ceil((now.dueAt - at) / 1_000)), now.retry, now.retriesMax);
    case 'copying':
    case 'failing_over':
    case 'writing':
      return words().writingNext;
  }
}

function explainWhy({ attempt, before, reason }: Why): string {
  const failure = before.error ? explainCode(before.error.code) : '';
  return words().why(attempt, words().reasons[reason](before.worker, failure));
}

function nameProvider(provider: string): string {
  return modelWords().providers[provider] ?? provider;
}
