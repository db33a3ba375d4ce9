import type { Conversation } from '../../conversation/conversation.ts';
import type { Turn } from '../../conversation/turns/turn.ts';
import type { Variation } from '../../conversation/turns/turn-variants.ts';
import type { KeptScroll } from './keep-scroll.ts';

interface Step {
  conversation: Conversation;
  scroll: KeptScroll;
  turn: Turn;
  by: Variation;
  towards: 1 | -1;
}

/** Goes to another version of a turn: it stands where this one stood, and its picker has the focus. */
export function stepToSibling({ conversation, scroll, turn, by, towards }: Step): void {
  const element = scroll.elementOf(turn.key);
  const at = conversation.path().indexOf(turn);
  const fromTop = element ? scroll.fromTop(element) : 0;
  conversation.showSibling(turn, by, towards);
  const shown = conversation.path()[at];
  if (!shown) return;
  scroll.goToTurn(shown.key, fromTop);
  const picker = scroll.elementOf(shown.key)?.querySelector(`[data-testid=branches-${by}]`);
  const buttons = [...(picker?.querySelectorAll('button') ?? [])];
  if (towards === 1) buttons.reverse();
  buttons.find((button) => !button.disabled)?.focus();
}
