import Check from 'lucide-solid/icons/check';
import Copy from 'lucide-solid/icons/copy';
import { createSignal, For, onCleanup, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { Answer } from '../conversation/answer.ts';
import { copyText } from '../markdown/copy-text.ts';
import { countWords, formatDollars, formatDuration, formatElapsed } from '../words/format.ts';
import { words } from '../words/words.ts';
import { createClock } from './create-clock.ts';

/** One quiet line below an answer: what it took, and what can be done with it. */
export function AnswerMeta(props: { answer: Answer | undefined; isLive: boolean }) {
  const now = createClock(() => props.isLive);
  const facts = () => {
    const { answer } = props;
    if (!answer || answer.text === '') return [];
    return props.isLive ? liveFacts(answer, now()) : finalFacts(answer);
  };
  return (
    <div class="mt-3 flex min-h-7 items-center gap-3 text-meta text-muted">
      <Show when={!props.isLive && props.answer?.text}>{(text) => <CopyButton text={text()} />}</Show>
      <ul class="tabular flex flex-wrap gap-x-3" data-testid="meta">
        <For each={facts()}>{(fact) => <li>{fact}</li>}</For>
      </ul>
    </div>
  );
}

function liveFacts(answer: Answer, now: number): string[] {
  const facts = [formatElapsed(now - answer.acceptedAt), words.wordCount(countWords(answer.text))];
  return answer.attempt > 1 ? [...facts, words.attempts(answer.attempt)] : facts;
}

function finalFacts(answer: Answer): string[] {
  const { outcome } = answer;
  if (answer.cached) return [];
  const isPaid = outcome?.kind === 'completed';
  return [
    ...(answer.finishedAt === undefined ? [] : [formatDuration(answer.finishedAt - answer.acceptedAt)]),
    ...(isPaid && outcome.outputTokens !== undefined ? [words.tokens(outcome.outputTokens)] : []),
    ...(isPaid && outcome.costUsd !== null ? [formatDollars(outcome.costUsd)] : []),
    ...(answer.attempt > 1 ? [words.attempts(answer.attempt)] : []),
  ];
}

const SAY_COPIED_MS = 1_500;

function CopyButton(props: { text: string }) {
  const [isCopied, setCopied] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  const copy = async (): Promise<void> => {
    setCopied(await copyText(props.text));
    clearTimeout(timer);
    timer = setTimeout(() => setCopied(false), SAY_COPIED_MS);
  };
  return (
    <button
      type="button"
      class="target -ms-2 flex h-7 items-center gap-1.5 rounded-control px-2 transition-colors hover:bg-panel hover:text-text"
      aria-label={words.copyAnswer}
      onClick={() => void copy()}
      data-testid="copy"
    >
      <Dynamic component={isCopied() ? Check : Copy} size={14} aria-hidden="true" />
      {isCopied() ? words.copied : words.copy}
    </button>
  );
}
