import { createMemo, Show } from 'solid-js';
import type { Turn } from '../conversation/turn.ts';
import { isUnderWay } from '../conversation/turn-status.ts';
import { MarkdownText } from '../markdown/markdown-text.tsx';
import { useServices } from '../services.ts';
import { words } from './words.ts';
import { announceAnswer } from './announce-answer.ts';
import { AnswerHead } from './answer-head.tsx';
import { AnswerMeta } from './answer-meta.tsx';
import { AnswerOutcome } from './answer-outcome.tsx';
import { createSeams, Interruptions } from './attempt-notes.tsx';
import { RetryStrip } from './retry-strip.tsx';
import { WaitingLine } from './waiting-line.tsx';

/** An answer in whatever state it is. Its text stays on the page in all of them. */
export function AnswerView(props: { turn: Turn; onAskAgain: () => void }) {
  const { connection, announcer } = useServices();
  const answer = () => props.turn.answer();
  const status = createMemo(() => props.turn.status());
  const text = () => answer()?.text ?? '';
  const isLive = () => isUnderWay(status());
  const notes = createMemo(() => answer()?.notes ?? []);
  const seams = createSeams(notes);
  announceAnswer({ status, text, notes }, announcer);

  return (
    <article
      aria-label={words().answer}
      aria-busy={isLive()}
      class="mt-5"
      data-testid="answer"
      data-status={status()}
      data-attempt={answer()?.attempt ?? 0}
      data-last-seq={answer()?.seq ?? 0}
      data-task={props.turn.taskId()}
    >
      <AnswerHead
        provider={answer()?.provider || props.turn.provider}
        model={answer()?.model || props.turn.model}
        status={status()}
      />
      <Interruptions notes={notes()} />
      <MarkdownText
        text={text()}
        isComplete={!isLive()}
        isWaiting={connection.state() !== 'live'}
        notes={seams()}
      />
      <Show when={isLive() && text() === ''}>
        <WaitingLine isQueued={status() === 'queued' || status() === 'sending'} />
      </Show>
      <Show when={answer()?.retry}>{(retry) => <RetryStrip retry={retry()} />}</Show>
      <AnswerOutcome outcome={answer()?.outcome} onAskAgain={props.onAskAgain} />
      <AnswerMeta answer={answer()} isLive={isLive()} />
    </article>
  );
}
