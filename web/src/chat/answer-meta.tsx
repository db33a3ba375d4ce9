import { For, Show } from 'solid-js';
import type { Answer } from '../conversation/answer.ts';
import { CopyButton } from '../controls/copy-button.tsx';
import { countWords, formatDollars, formatDuration, formatElapsed } from '../words/format.ts';
import { words } from './words.ts';
import { createClock } from '../controls/create-clock.ts';

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
      <Show when={!props.isLive && props.answer?.text}>
        {(text) => <CopyButton text={text()} label={words().copyAnswer} testId="copy" />}
      </Show>
      <ul class="tabular flex flex-wrap gap-x-3" data-testid="meta">
        <For each={facts()}>{(fact) => <li>{fact}</li>}</For>
      </ul>
    </div>
  );
}

function liveFacts(answer: Answer, now: number): string[] {
  const facts = [formatElapsed(now - answer.acceptedAt), words().wordCount(countWords(answer.text))];
  return answer.attempt > 1 ? [...facts, words().attempts(answer.attempt)] : facts;
}

function finalFacts(answer: Answer): string[] {
  if (answer.cached) return [];
  const { usage, costUsd } = answer;
  return [
    ...(answer.finishedAt === undefined ? [] : [formatDuration(answer.finishedAt - answer.acceptedAt)]),
    ...(usage ? [words().tokens(usage.output_tokens)] : []),
    ...(costUsd === null ? [] : [formatDollars(costUsd)]),
    ...(answer.attempt > 1 ? [words().attempts(answer.attempt)] : []),
  ];
}
