import { A } from '@solidjs/router';
import SquarePen from 'lucide-solid/icons/square-pen';
import X from 'lucide-solid/icons/x';
import { createEffect, createSignal } from 'solid-js';
import { ConversationLinks } from '../conversation-list/conversation-links.tsx';
import { pageWords } from '../words/page-words.ts';
import { words as listWords } from '../conversation-list/words.ts';
import { words } from './words.ts';
import { Brand } from './brand.tsx';
import { ConnectionDot } from './connection-dot.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

export function Sidebar(props: { isOpen: boolean; onClose: () => void }) {
  const [closeButton, setCloseButton] = createSignal<HTMLButtonElement>();
  createEffect(() => {
    if (props.isOpen) closeButton()?.focus();
  });
  return (
    <aside
      id="sidebar"
      aria-label={listWords().conversations}
      data-open={props.isOpen ? '' : undefined}
      class="fixed inset-y-0 start-0 z-30 flex w-sidebar max-w-[85vw] flex-col border-e border-line bg-panel transition-transform max-wide:invisible max-wide:-translate-x-full max-wide:data-open:visible max-wide:data-open:translate-x-0 max-wide:data-open:shadow-popover wide:static"
    >
      <div class="flex h-header shrink-0 items-center justify-between ps-4 pe-2">
        <A href="/" class="rounded-control" aria-label={`${pageWords().product}, ${pageWords().newChat}`}>
          <Brand />
        </A>
        <button
          ref={setCloseButton}
          type="button"
          class="target grid size-8 place-items-center rounded-control text-muted hover:text-text wide:hidden"
          aria-label={words().closeSidebar}
          onClick={() => props.onClose()}
        >
          <X size={18} aria-hidden="true" />
        </button>
      </div>
      <div class="px-2 pt-1 pb-2">
        <A
          href="/"
          class="flex h-9 items-center gap-2.5 rounded-control border border-line bg-raised px-2.5 font-medium transition-colors hover:border-control"
          data-testid="new-chat"
        >
          <SquarePen size={16} aria-hidden="true" />
          {pageWords().newChat}
        </A>
      </div>
      <ConversationLinks />
      <div class="flex items-center justify-between border-t border-line py-2 ps-4 pe-2">
        <ConnectionDot />
        <ThemeSwitch />
      </div>
    </aside>
  );
}
