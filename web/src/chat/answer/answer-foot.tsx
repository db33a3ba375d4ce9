import { A } from '@solidjs/router';
import { createMemo, Show, Suspense } from 'solid-js';
import { createClock } from '../../controls/create-clock.ts';
import { createIsWide } from '../../controls/create-media.ts';
import { Popover } from '../../controls/popover.tsx';
import { lazyPart } from '../../lazy-part.ts';
import type { Conversation } from '../../conversation/conversation.ts';
import type { Turn } from '../../conversation/turns/turn.ts';
import { pageWords } from '../../words/page-words.ts';
import { AnswerActions, AnswerMenu } from './answer-actions.tsx';
import { describeFacts } from './answer-facts.ts';
import { BranchPicker } from '../branch-picker.tsx';
import { words } from '../words.ts';

const AnswerDetails = lazyPart(async () => (await import('./details/answer-details.tsx')).AnswerDetails);

interface AnswerFootProps {
  turn: Turn;
  conversation: Conversation;
  isLive: boolean;
  onStep: (step: 1 | -1) => void;
}

/** Below an answer: what can be done with it, and one quiet line of what it took. */
export function AnswerFoot(props: AnswerFootProps) {
  const isWide = createIsWide();
  return (
    <div class="-ms-2 mt-2 flex min-h-8 w-fit flex-wrap items-center gap-x-1 text-meta text-muted pointer-coarse:min-h-11">
      <Show when={!props.isLive}>
        <Show when={isWide()} fallback={<AnswerMenu turn={props.turn} conversation={props.conversation} />}>
          <AnswerActions turn={props.turn} conversation={props.conversation} />
        </Show>
        <BranchPicker
          place={props.conversation.siblings(props.turn, 'answer')}
          by="answer"
          onStep={props.onStep}
        />
      </Show>
      <AnswerFacts turn={props.turn} isLive={props.isLive} />
    </div>
  );
}

function AnswerFacts(props: { turn: Turn; isLive: boolean }) {
  const now = createClock(() => props.isLive);
  const answer = () => props.turn.answer();
  const facts = createMemo(() => {
    const known = answer();
    return known ? describeFacts(known, props.isLive, now()) : [];
  });
  const attempts = () => answer()?.attempt ?? 0;
  return (
    <Show when={props.turn.taskId()}>
      {(taskId) => (
        <div class="tabular ms-2 flex flex-wrap items-center gap-x-2" data-testid="meta">
          <Show when={facts().length > 0}>
            <Popover
              label={words().details}
              trigger={facts().join(' · ')}
              class="rounded-[6px] underline-offset-2 hover:text-text hover:underline"
              testId="details"
            >
              <Suspense>
                <AnswerDetails taskId={taskId()} />
              </Suspense>
            </Popover>
            <span aria-hidden="true">·</span>
          </Show>
          <A
            href={`/tasks/${taskId()}`}
            class="target rounded-[6px] underline-offset-2 hover:text-text hover:underline"
            data-testid="task-link"
          >
            {attempts() > 1 ? words().attempts(attempts()) : pageWords().task}
            <span aria-hidden="true"> ↗</span>
          </A>
        </div>
      )}
    </Show>
  );
}
