import { createContext, useContext, type Accessor } from 'solid-js';

/** What the frame of the page offers to what is in it. */
export interface Shell {
  /** Whether the sidebar stands beside the page. */
  hasSidebar: Accessor<boolean>;
  /** Beside the page where there is room for it, else over it. */
  showSidebar: () => void;
}

export const ShellContext = createContext<Shell>({ hasSidebar: () => true, showSidebar: () => undefined });

export function useShell(): Shell {
  return useContext(ShellContext);
}
