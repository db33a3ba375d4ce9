import { useLocation } from '@solidjs/router';
import { createEffect, createSignal, type Accessor } from 'solid-js';
import { createIsWide } from '../controls/create-media.ts';

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
  return {
    isOpen,
    open: () => {
      if (isWide() || isOpen()) return;
      opener = document.activeElement;
      setOpen(true);
    },
    close: () => {
      if (!isOpen()) return;
      setOpen(false);
      if (opener instanceof HTMLElement) opener.focus();
    },
  };
}
