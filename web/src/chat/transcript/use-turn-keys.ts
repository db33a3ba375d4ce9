import type { Accessor } from 'solid-js';
import { copyText } from '../../controls/copy-text.ts';
import type { Conversation } from '../../conversation/conversation.ts';
import { useShortcuts } from '../../palette/use-shortcuts.ts';
import { useServices } from '../../services.ts';
import { pageWords } from '../../words/page-words.ts';
import type { KeptScroll } from './keep-scroll.ts';
import { findLastCode } from './find-last-code.ts';
import { focusMessageField } from '../composer/message-field.tsx';

/** Below the upper edge, px. */
const SHOWN_PX = 24;

/** What the shortcuts of a conversation do: from turn to turn, and copies of what came last. */
export function useTurnKeys(conversation: Accessor<Conversation>, scroll: KeptScroll): void {
  const { announcer } = useServices();
  const lastText = (): string =>
    conversation()
      .path()
      .findLast((turn) => turn.answer()?.text)
      ?.answer()?.text ?? '';
  const copy = async (text: string | undefined): Promise<void> => {
    if (!text) return;
    announcer.say((await copyText(text)) ? pageWords().copied : pageWords().copyFailed);
  };
  const step = (by: 1 | -1): void => {
    const stops = conversation()
      .path()
      .flatMap(({ key }) => [...(scroll.elementOf(key)?.querySelectorAll<HTMLElement>('article') ?? [])]);
    const next = stops[decideStop(stops, by)];
    const turn = next?.closest<HTMLElement>('[data-turn]');
    if (!next || !turn) return;
    const inTurn = next.getBoundingClientRect().top - turn.getBoundingClientRect().top;
    scroll.goToTurn(turn.dataset['turn'] ?? '', SHOWN_PX - inTurn);
    next.focus({ preventScroll: true });
  };
  /** From what has the focus; else the last above the lower edge, or the first below the upper. */
  const decideStop = (stops: readonly HTMLElement[], by: 1 | -1): number => {
    const focused = stops.findIndex((stop) => stop.contains(document.activeElement));
    if (focused >= 0) return focused + by;
    return by === 1
      ? stops.findIndex((stop) => scroll.fromTop(stop) > SHOWN_PX)
      : stops.findLastIndex((stop) => scroll.fromTop(stop) < scroll.viewPx());
  };

  useShortcuts({
    focusMessage: focusMessageField,
    copyAnswer: () => void copy(lastText()),
    copyCode: () => void copy(findLastCode(lastText())),
    previousTurn: () => step(-1),
    nextTurn: () => step(1),
  });
}
