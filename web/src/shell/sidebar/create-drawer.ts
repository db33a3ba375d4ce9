import { useLocation } from '@solidjs/router';
import { createEffect, createSignal, onCleanup, type Accessor } from 'solid-js';
import { createIsWide } from '../../controls/create-media.ts';

/** The sidebar of a narrow screen: over the page, and away again. */
export interface Drawer {
  isOpen: Accessor<boolean>;
  open: () => void;
  /** The focus goes back to where it was. */
  close: () => void;
}

export function createDrawer(): Drawer {
  const location = useLocation();
  const isWide = createIsWide();
  const [isOpen, setOpen] = createSignal(false);
  let opener: Element | null = null;

  createEffect(() => {
    // Read for their changes: another page was chosen, or there is room for the sidebar beside it.
    void [location.pathname, location.search, isWide()];
    setOpen(false);
  });
  const close = (): void => {
    if (!isOpen()) return;
    setOpen(false);
    if (opener instanceof HTMLElement) opener.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !isCovered(event)) close();
  };
  createEffect(() => {
    if (!isOpen()) return;
    window.addEventListener('keydown', onKeyDown);
    onCleanup(() => window.removeEventListener('keydown', onKeyDown));
  });
  return {
    isOpen,
    open: () => {
      if (isWide() || isOpen()) return;
      opener = document.activeElement;
      setOpen(true);
    },
    close,
  };
}

/** Escape closes the top layer alone: what lies over the drawer has it first. */
function isCovered({ defaultPrevented }: KeyboardEvent): boolean {
  return defaultPrevented || document.querySelector('dialog:modal, [role=menu]') !== null;
}
