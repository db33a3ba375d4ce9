import { Show } from 'solid-js';
import type { Conversation } from '../conversation/conversation.ts';
import type { Turn } from '../conversation/turn.ts';
import { isUnderWay } from '../conversation/turn-status.ts';
import { words } from './words.ts';
import { AnswerView } from './answer-view.tsx';
import { UnsentNote } from './unsent-note.tsx';

export function TurnView(props: { turn: Turn; conversation: Conversation }) {
  const turn = () => props.turn;
  const status = () => turn().status();
  return (
    <div
      class="turn"
      // What is out of sight costs no layout; what is being written always does.
      classList={{ 'turn-resting': !isUnderWay(status()) }}
      data-testid="turn"
    >
      <article
        aria-label={words().you}
        class="ms-auto w-fit max-w-[85%] rounded-card bg-bubble px-4 py-2.5 text-chat wrap-anywhere whitespace-pre-wrap transition-opacity"
        classList={{ 'opacity-60': status() === 'sending' }}
        data-testid="prompt"
      >
        {turn().prompt}
      </article>
      <Show
        when={status() !== 'unsent'}
        fallback={
          <UnsentNote
            fault={turn().fault()}
            onSendAgain={() => props.conversation.sendAgain(turn())}
            onDiscard={() => props.conversation.discard(turn())}
          />
        }
      >
        <AnswerView turn={turn()} onAskAgain={() => props.conversation.regenerate(turn())} />
      </Show>
    </div>
  );
}
