import { createMemo, createUniqueId, Show } from 'solid-js';
import type { Conversation } from '../../conversation/conversation.ts';
import { isUnderWay } from '../../conversation/turns/turn-status.ts';
import type { Turn } from '../../conversation/turns/turn.ts';
import { MarkdownText } from '../../markdown/markdown-text.tsx';
import { useServices } from '../../services.ts';
import { announceAnswer } from './announce-answer.ts';
import { AnswerFoot } from './answer-foot.tsx';
import { AnswerHead } from './answer-head.tsx';
import { AnswerOutcome } from './answer-outcome.tsx';
import { createSeams, EarlierAttempts, Interruptions } from './attempt-notes.tsx';
import { createKeptHeight } from './create-kept-height.ts';
import { createQueuePosition } from './create-queue-position.ts';
import { RetryStrip } from './retry-strip.tsx';
import { StalledLine } from './stalled-line.tsx';
import { WaitingLine } from './waiting-line.tsx';
import { words } from '../words.ts';

interface AnswerViewProps {
  turn: Turn;
  conversation: Conversation;
  onStep: (step: 1 | -1) => void;
}

/** An answer in whatever state it is. Its text stays on the page in all of them. */
export function AnswerView(props: AnswerViewProps) {
  const services = useServices();
  const headId = createUniqueId();
  const answer = () => props.turn.answer();
  const status = createMemo(() => props.turn.status());
  const text = () => answer()?.text ?? '';
  const isLive = () => isUnderWay(status());
  const isConnected = () => services.connection.state() === 'live';
  const notes = createMemo(() => answer()?.notes ?? []);
  const seams = createSeams(notes);
  const position = createQueuePosition(services, () =>
    status() === 'queued' ? props.turn.taskId() : undefined,
  );
  announceAnswer({ status, text, notes }, services.announcer);

  const height = createKeptHeight(isLive);

  return (
    <article
      ref={height.setBox}
      aria-labelledby={headId}
      aria-busy={isLive()}
      tabindex="-1"
      class="mt-2"
      data-testid="answer"
      data-status={status()}
      data-attempt={answer()?.attempt ?? 0}
      data-last-seq={answer()?.seq ?? 0}
      data-task={props.turn.taskId()}
    >
      <AnswerHead
        id={headId}
        provider={answer()?.provider || props.turn.provider}
        model={answer()?.model || props.turn.model}
        status={status()}
        taskId={props.turn.taskId()}
        sourceTaskId={answer()?.sourceTaskId}
        onAnswerFresh={() => props.conversation.answerFresh(props.turn)}
      />
      <Show when={answer()?.droppedTurns}>
        {(count) => <p class="mb-2 text-meta text-muted">{words().droppedTurns(count())}</p>}
      </Show>
      <Interruptions notes={notes()} />
      <EarlierAttempts answer={answer()} taskId={props.turn.taskId()} />
      {/* What was shown and no longer counts keeps its place until the new text fills it. */}
      <Show when={isLive() && text() === '' && notes().length === 0 && !answer()?.retry}>
        <WaitingLine status={status()} position={position()} onLeave={height.keep} />
      </Show>
      <MarkdownText text={text()} isComplete={!isLive()} isWaiting={!isConnected()} notes={seams()} />
      <Show when={answer()?.retry}>
        {(retry) => <RetryStrip retry={retry()} onStop={props.conversation.stop} onLeave={height.keep} />}
      </Show>
      <Show when={status() === 'streaming' && isConnected()}>
        <StalledLine heardAt={answer()?.heardAt} onLeave={height.keep} />
      </Show>
      <AnswerOutcome
        answer={answer()}
        taskId={props.turn.taskId()}
        onRegenerate={() => props.conversation.regenerate(props.turn)}
        onContinue={() => props.conversation.continueAnswer(props.turn)}
      />
      <AnswerFoot
        turn={props.turn}
        conversation={props.conversation}
        isLive={isLive()}
        onStep={props.onStep}
      />
    </article>
  );
}
