import { createContext, useContext } from 'solid-js';

/** What the frame of the page offers to what is in it. */
export interface Shell {
  /** @param from where the focus goes back to */
  openDrawer: (from: HTMLElement) => void;
}

export const ShellContext = createContext<Shell>({ openDrawer: () => undefined });

export function useShell(): Shell {
  return useContext(ShellContext);
}
