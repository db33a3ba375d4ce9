import { Show } from 'solid-js';
import type { Conversation } from '../../conversation/conversation.ts';
import type { Turn } from '../../conversation/turns/turn.ts';
import type { Variation } from '../../conversation/turns/turn-variants.ts';
import { isUnderWay } from '../../conversation/turns/turn-status.ts';
import { AnswerView } from '../answer/answer-view.tsx';
import { PromptView } from '../prompt/prompt-view.tsx';

interface TurnViewProps {
  turn: Turn;
  conversation: Conversation;
  onStep: (by: Variation, step: 1 | -1) => void;
}

export function TurnView(props: TurnViewProps) {
  // What is out of sight costs no layout. What is being written always does, and does not change what it is when it is
  // done: the newest turn rests when the next one comes.
  const isResting = () => !isUnderWay(props.turn.status()) && props.conversation.path().at(-1) !== props.turn;
  const isMarked = () => props.conversation.marked()?.turn === props.turn;
  return (
    <div
      class="turn"
      classList={{ 'turn-resting': isResting(), 'turn-marked': isMarked() }}
      data-testid="turn"
      data-turn={props.turn.key}
    >
      <PromptView
        turn={props.turn}
        conversation={props.conversation}
        onStep={(step) => props.onStep('prompt', step)}
      />
      <Show when={props.turn.delivery() === 'accepted' || props.turn.delivery() === 'sending'}>
        <AnswerView
          turn={props.turn}
          conversation={props.conversation}
          onStep={(step) => props.onStep('answer', step)}
        />
      </Show>
    </div>
  );
}
