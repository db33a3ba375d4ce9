import Copy from 'lucide-solid/icons/copy';
import FastForward from 'lucide-solid/icons/fast-forward';
import RefreshCw from 'lucide-solid/icons/refresh-cw';
import Shuffle from 'lucide-solid/icons/shuffle';
import { Show } from 'solid-js';
import { CopyButton } from '../../controls/copy-button.tsx';
import { copyText } from '../../controls/copy-text.ts';
import { IconButton } from '../../controls/icon-button.tsx';
import { Menu, type MenuAction } from '../../controls/menu.tsx';
import type { Conversation } from '../../conversation/conversation.ts';
import type { Turn } from '../../conversation/turns/turn.ts';
import type { ModelOffer } from '../../models/create-model-offer.ts';
import { useServices } from '../../services.ts';
import { canContinue } from './can-continue.ts';
import { words } from '../words.ts';

interface AnswerActionsProps {
  turn: Turn;
  conversation: Conversation;
}

/** What can be done with an answer, side by side. */
export function AnswerActions(props: AnswerActionsProps) {
  const { offer } = useServices();
  return (
    <>
      <Show when={props.turn.answer()?.text}>
        {(text) => <CopyButton text={text()} label={words().copyAnswer} isBare testId="copy" />}
      </Show>
      <IconButton
        icon={RefreshCw}
        label={words().regenerate}
        onClick={() => props.conversation.regenerate(props.turn)}
        testId="regenerate"
      />
      <Menu
        icon={Shuffle}
        label={words().regenerateWith}
        actions={otherModels(props, offer)}
        testId="regenerate-with"
      />
    </>
  );
}

/** The same behind one button, where there is no room. */
export function AnswerMenu(props: AnswerActionsProps) {
  const { offer } = useServices();
  const actions = (): MenuAction[] => {
    const { turn, conversation } = props;
    const answer = turn.answer();
    const text = answer?.text ?? '';
    const copy = {
      label: words().copyAnswer,
      icon: Copy,
      onSelect: () => void copyText(text),
      testId: 'copy',
    };
    const goOn = {
      label: words().continue,
      icon: FastForward,
      onSelect: () => conversation.continueAnswer(turn),
    };
    const again = {
      label: words().regenerate,
      icon: RefreshCw,
      onSelect: () => conversation.regenerate(turn),
    };
    return [
      ...(text === '' ? [] : [copy]),
      ...(canContinue(answer) ? [goOn] : []),
      { ...again, testId: 'regenerate' },
      ...otherModels(props, offer).map((action) => ({
        ...action,
        icon: Shuffle,
        label: words().regenerateBy(action.label),
      })),
    ];
  };
  return <Menu label={words().answerActions} actions={actions()} testId="answer-more" />;
}

function otherModels({ turn, conversation }: AnswerActionsProps, { offer }: ModelOffer): MenuAction[] {
  const asked = turn.answer()?.model || turn.model;
  return (offer()?.providers ?? []).flatMap(({ provider, models }) =>
    models
      .filter(({ model }) => model !== asked)
      .map(({ model, label }) => ({
        label,
        onSelect: () => conversation.regenerate(turn, { provider, model }),
      })),
  );
}
