import { useLocation } from '@solidjs/router';
import { createEffect, createSignal, Show, type ParentProps } from 'solid-js';
import { words } from './words.ts';
import { LiveRegions } from './live-regions.tsx';
import { PaneBoundary } from './pane-boundary.tsx';
import { ShellContext } from './shell-context.ts';
import { Sidebar } from './sidebar.tsx';
import { ToastList } from './toast-list.tsx';

/** Sidebar and main part side by side; on a narrow screen the sidebar is a drawer over the main part. */
export function AppShell(props: ParentProps) {
  const location = useLocation();
  const [isDrawerOpen, setDrawerOpen] = createSignal(false);
  const [opener, setOpener] = createSignal<HTMLElement>();

  const open = (from: HTMLElement): void => {
    setOpener(from);
    setDrawerOpen(true);
  };
  const close = (): void => {
    if (!isDrawerOpen()) return;
    setDrawerOpen(false);
    opener()?.focus();
  };
  createEffect(() => {
    // Read for its changes: another page was chosen.
    void location.pathname;
    setDrawerOpen(false);
  });

  return (
    <ShellContext.Provider value={{ openDrawer: open }}>
      <a
        href="#composer"
        class="absolute top-2 left-2 z-50 -translate-y-16 rounded-control bg-accent px-3 py-2 text-on-accent focus:translate-y-0"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('composer')?.focus();
        }}
      >
        {words().skipToMessage}
      </a>
      <div class="flex h-dvh" onKeyDown={(event) => event.key === 'Escape' && close()}>
        <Sidebar isOpen={isDrawerOpen()} onClose={close} />
        <Show when={isDrawerOpen()}>
          <div class="fixed inset-0 z-20 bg-scrim wide:hidden" onClick={close} aria-hidden="true" />
        </Show>
        <div class="flex min-w-0 flex-1 flex-col" inert={isDrawerOpen()}>
          <PaneBoundary>{props.children}</PaneBoundary>
        </div>
      </div>
      <ToastList />
      <LiveRegions />
    </ShellContext.Provider>
  );
}
