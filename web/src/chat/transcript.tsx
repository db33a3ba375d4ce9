import ArrowDown from 'lucide-solid/icons/arrow-down';
import { createSignal, For, Show } from 'solid-js';
import type { Conversation } from '../conversation/conversation.ts';
import { copyCodeOnClick } from '../markdown/code/copy-code-on-click.ts';
import { useServices } from '../services.ts';
import { pageWords } from '../words/page-words.ts';
import { words } from './words.ts';
import { createKeptScroll, onCount } from './keep-scroll.ts';
import { Skeleton } from '../controls/skeleton.tsx';
import { TurnView } from './turn-view.tsx';

export function Transcript(props: { conversation: Conversation; sentCount: number }) {
  const [scroller, setScroller] = createSignal<HTMLElement>();
  const [content, setContent] = createSignal<HTMLElement>();
  const { lastSeen } = useServices();
  const scroll = createKeptScroll(scroller, content, lastSeen, `scroll:${props.conversation.id}`);
  onCount(() => props.sentCount, scroll.pin);

  return (
    <div class="relative min-h-0 flex-1">
      <section
        ref={setScroller}
        aria-label={pageWords().conversation}
        class="h-full overflow-y-auto overscroll-contain"
        tabindex="0"
        onClick={copyCodeOnClick}
        data-testid="transcript"
      >
        <div ref={setContent} class="mx-auto max-w-column px-4 py-7">
          <Show when={props.conversation.state() === 'loading'}>
            <Skeleton />
          </Show>
          <For each={props.conversation.path()}>
            {(turn) => <TurnView turn={turn} conversation={props.conversation} />}
          </For>
        </div>
      </section>
      <Show when={!scroll.isPinned()}>
        <button
          type="button"
          class="target absolute bottom-3 left-1/2 flex h-8 -translate-x-1/2 items-center gap-1.5 rounded-full border border-line bg-raised ps-3 pe-3.5 font-medium shadow-popover transition-colors hover:border-control"
          onClick={scroll.pin}
          data-testid="jump"
        >
          <ArrowDown size={14} aria-hidden="true" />
          {words().jumpToLatest}
        </button>
      </Show>
    </div>
  );
}
