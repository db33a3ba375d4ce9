import { createEffect, createSignal, For, onCleanup, Show, untrack } from 'solid-js';
import { Skeleton } from '../controls/skeleton.tsx';
import type { Conversation } from '../conversation/conversation.ts';
import type { Turn } from '../conversation/turn.ts';
import { actOnClick } from '../markdown/act-on-click.ts';
import { useServices } from '../services.ts';
import { pageWords } from '../words/page-words.ts';
import { createKeptScroll, onChange } from './keep-scroll.ts';
import { JumpButton } from './jump-button.tsx';
import { TurnView } from './turn-view.tsx';
import { useTurnKeys } from './use-turn-keys.ts';

/** Where a turn that was asked for stands: a little below the upper edge, px. */
const SHOWN_PX = 24;
/** Older turns are fetched before the reader is there. */
const AHEAD = '600px 0px 0px 0px';

export function Transcript(props: { conversation: Conversation }) {
  const { lastSeen } = useServices();
  const [scroller, setScroller] = createSignal<HTMLElement>();
  const [content, setContent] = createSignal<HTMLElement>();
  const conversation = () => props.conversation;
  const key = `scroll:${untrack(() => props.conversation.id)}`;
  const scroll = createKeptScroll({ scroller, content, lastSeen, key });

  onChange(
    () => conversation().path().at(-1),
    (last) => {
      const delivery = untrack(() => last?.delivery());
      if (delivery === 'sending' || delivery === 'queued') scroll.pin();
    },
  );
  createEffect(() => {
    const marked = conversation().marked();
    if (marked) scroll.goToTurn(marked.turn.key, SHOWN_PX);
  });
  useTurnKeys(conversation, scroll);

  /** The other version stands where this one stood, and its picker has the focus. */
  const step = (turn: Turn, by: 1 | -1): void => {
    const element = scroll.elementOf(turn.key);
    const picker = document.activeElement?.closest('[data-testid=branches]');
    const isOfPrompt = element?.querySelector('[data-testid=branches]') === picker;
    const place = element ? scroll.fromTop(element) : 0;
    const at = conversation().path().indexOf(turn);
    conversation().showSibling(turn, by);
    const shown = conversation().path()[at];
    if (!shown) return;
    scroll.goToTurn(shown.key, place);
    const pickers = scroll.elementOf(shown.key)?.querySelectorAll('[data-testid=branches]');
    const buttons = pickers?.[isOfPrompt ? 0 : pickers.length - 1]?.querySelectorAll('button');
    const [previous, next] = buttons ?? [];
    const [same, other] = by === 1 ? [next, previous] : [previous, next];
    (same?.disabled ? other : same)?.focus();
  };

  return (
    <div class="relative min-h-0 flex-1">
      <section
        ref={setScroller}
        aria-label={pageWords().conversation}
        class="h-full overflow-x-hidden overflow-y-auto overscroll-contain"
        tabindex="0"
        onClick={actOnClick}
        data-testid="transcript"
      >
        <div ref={setContent} class="mx-auto max-w-column px-4 py-7">
          <Show when={conversation().hasOlder() && scroller()}>
            {(root) => (
              <OlderTurns
                root={root()}
                isLoading={conversation().isLoadingOlder()}
                onNear={conversation().loadOlder}
              />
            )}
          </Show>
          <Show when={conversation().state() === 'loading'}>
            <Skeleton />
          </Show>
          <For each={conversation().path()}>
            {(turn) => <TurnView turn={turn} conversation={conversation()} onStep={(by) => step(turn, by)} />}
          </For>
        </div>
      </section>
      <Show when={!scroll.isPinned()}>
        <JumpButton grownPx={scroll.grownPx()} onJump={scroll.pin} />
      </Show>
    </div>
  );
}

/** Above the first turn that is there: when it comes near, there will be more. */
function OlderTurns(props: { root: HTMLElement; isLoading: boolean; onNear: () => void }) {
  const [element, setElement] = createSignal<HTMLElement>();
  createEffect(() => {
    const watched = element();
    if (!watched || props.isLoading) return;
    const options = { root: props.root, rootMargin: AHEAD };
    const near = new IntersectionObserver(([entry]) => entry?.isIntersecting && props.onNear(), options);
    near.observe(watched);
    onCleanup(() => near.disconnect());
  });
  return (
    <div ref={setElement} data-testid="older">
      <Skeleton />
    </div>
  );
}
