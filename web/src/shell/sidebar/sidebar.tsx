import { A } from '@solidjs/router';
import PanelLeftClose from 'lucide-solid/icons/panel-left-close';
import SquarePen from 'lucide-solid/icons/square-pen';
import { createEffect } from 'solid-js';
import { IconButton } from '../../controls/icon-button.tsx';
import { ConversationNav } from '../../conversation-list/conversation-nav.tsx';
import { useServices } from '../../services.ts';
import { pageWords } from '../../words/page-words.ts';
import { Brand } from './brand.tsx';
import { createLiveFigures } from '../connection/create-live-figures.ts';
import { PageLinks } from './page-links.tsx';
import { SidebarFoot } from './sidebar-foot.tsx';
import { words } from '../words.ts';

interface SidebarProps {
  /** Beside the page, where there is room. */
  isThere: boolean;
  /** Over the page: a modal, as far as keys and screen readers go. */
  isDrawer: boolean;
  onClose: () => void;
}

export function Sidebar(props: SidebarProps) {
  const figures = createLiveFigures(useServices());
  let sidebar: HTMLElement | undefined;
  createEffect(() => {
    if (props.isDrawer) sidebar?.querySelector<HTMLElement>('a[href]')?.focus();
  });
  return (
    <aside
      ref={(element) => (sidebar = element)}
      id="sidebar"
      aria-label={words().sidebar}
      role={props.isDrawer ? 'dialog' : undefined}
      aria-modal={props.isDrawer ? 'true' : undefined}
      data-open={props.isDrawer ? '' : undefined}
      data-away={props.isThere ? undefined : ''}
      class="flex w-sidebar max-w-[85vw] shrink-0 flex-col border-e border-line bg-panel max-wide:invisible max-wide:fixed max-wide:inset-y-0 max-wide:start-0 max-wide:z-30 max-wide:-translate-x-full max-wide:transition-[translate,visibility] max-wide:data-open:visible max-wide:data-open:translate-x-0 max-wide:data-open:shadow-popover wide:data-away:hidden"
    >
      <div class="flex h-header shrink-0 items-center justify-between ps-4 pe-2">
        <A href="/" class="rounded-control" aria-label={`${pageWords().product}, ${pageWords().newChat}`}>
          <Brand />
        </A>
        <IconButton
          icon={PanelLeftClose}
          label={words().closeSidebar}
          controls="sidebar"
          onClick={() => props.onClose()}
          testId="close-sidebar"
        />
      </div>
      <div class="px-2 pt-1 pb-2">
        <A
          href="/"
          class="flex h-9 items-center gap-2.5 rounded-control border border-line bg-raised px-2.5 font-medium transition-colors hover:border-control pointer-coarse:h-11"
          activeClass=""
          inactiveClass=""
          data-testid="new-chat"
        >
          <SquarePen size={15} aria-hidden="true" />
          {pageWords().newChat}
        </A>
      </div>
      <ConversationNav />
      <PageLinks running={figures()?.running} />
      <SidebarFoot figures={figures()} />
    </aside>
  );
}
