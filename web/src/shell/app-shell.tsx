import { useLocation } from '@solidjs/router';
import { createEffect, onCleanup, onMount, Show, Suspense, type ParentProps } from 'solid-js';
import { createIsWide } from '../controls/create-media.ts';
import { tellFinished } from '../conversation-list/tell-finished.ts';
import { Overlays } from '../palette/overlays.tsx';
import { useServices } from '../services.ts';
import { createDrawer } from './sidebar/create-drawer.ts';
import { LiveRegions } from './notices/live-regions.tsx';
import { PaneBoundary } from './pane-boundary.tsx';
import { ShellContext } from './shell-context.ts';
import { createSidebarChoice } from './sidebar/sidebar-choice.ts';
import { Sidebar } from './sidebar/sidebar.tsx';
import { SkipLink } from './skip-link.tsx';
import { ToastList } from './notices/toast-list.tsx';
import { useShellShortcuts } from './use-shell-shortcuts.ts';
import { watchKeyboard } from './watch-keyboard.ts';
import { watchSwipes } from './sidebar/watch-swipes.ts';

/** Sidebar and page side by side; on a narrow screen the sidebar is a drawer over the page. */
export function AppShell(props: ParentProps) {
  const { conversations } = useServices();
  const location = useLocation();
  const isWide = createIsWide();
  const drawer = createDrawer();
  const [isChosen, chooseSidebar] = createSidebarChoice();
  const hasSidebar = () => isWide() && isChosen();
  let frame: HTMLElement | undefined;

  const show = (): void => (isWide() ? chooseSidebar(true) : drawer.open());
  const hide = (): void => (isWide() ? chooseSidebar(false) : drawer.close());
  useShellShortcuts({ toggleSidebar: () => (hasSidebar() || drawer.isOpen() ? hide() : show()) });
  tellFinished();
  createEffect(() => conversations.setOpen(/^\/c\/([^/]+)/.exec(location.pathname)?.[1]));
  onMount(() => {
    if (frame) onCleanup(watchSwipes(frame, { onOpen: drawer.open, onClose: drawer.close }));
    onCleanup(watchKeyboard(document.documentElement, window.visualViewport));
  });

  return (
    <ShellContext.Provider value={{ hasSidebar, showSidebar: show }}>
      <div inert={drawer.isOpen()}>
        <SkipLink />
      </div>
      <div ref={(element) => (frame = element)} class="flex h-[calc(100dvh-var(--keyboard-inset,0px))]">
        <Sidebar isThere={isChosen()} isDrawer={drawer.isOpen()} onClose={hide} />
        <Show when={drawer.isOpen()}>
          <div class="fixed inset-0 z-20 bg-scrim wide:hidden" onClick={drawer.close} aria-hidden="true" />
        </Show>
        <div class="flex min-w-0 flex-1 flex-col" inert={drawer.isOpen()}>
          <PaneBoundary>
            <Suspense>{props.children}</Suspense>
          </PaneBoundary>
        </div>
      </div>
      <ToastList />
      <LiveRegions />
      <Overlays />
    </ShellContext.Provider>
  );
}
