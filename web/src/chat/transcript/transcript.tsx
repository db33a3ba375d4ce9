import { createEffect, createSignal, For, Show, untrack } from 'solid-js';
import { Skeleton } from '../../controls/skeleton.tsx';
import type { Conversation } from '../../conversation/conversation.ts';
import { actOnClick } from '../../markdown/act-on-click.ts';
import { useServices } from '../../services.ts';
import { pageWords } from '../../words/page-words.ts';
import { createKeptScroll, onChange } from './keep-scroll.ts';
import { JumpButton } from './jump-button.tsx';
import { OlderTurns } from './older-turns.tsx';
import { stepToSibling } from './step-to-sibling.ts';
import { TurnView } from './turn-view.tsx';
import { useTurnKeys } from './use-turn-keys.ts';

/** Where a turn that was asked for stands: a little below the upper edge, px. */
const SHOWN_PX = 24;

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
            {(turn) => (
              <TurnView
                turn={turn}
                conversation={conversation()}
                onStep={(by, towards) =>
                  stepToSibling({ conversation: conversation(), scroll, turn, by, towards })
                }
              />
            )}
          </For>
        </div>
      </section>
      <Show when={!scroll.isPinned()}>
        <JumpButton grownPx={scroll.grownPx()} onJump={scroll.pin} />
      </Show>
    </div>
  );
}
