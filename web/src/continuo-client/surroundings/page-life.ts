/** `away`: the page was left. It may come back out of the browser's cache, and must hold no connection until then. */
export type PageState = 'visible' | 'hidden' | 'away';

/** Whether anybody sees the page. */
export interface PageLife {
  state: () => PageState;
  /** @returns a function that ends it */
  subscribe: (onChange: () => void) => () => void;
}

export interface ManualPageLife extends PageLife {
  set: (state: PageState) => void;
}

export function makePageLife(from: PageState = 'visible'): ManualPageLife {
  const listeners = new Set<() => void>();
  let state = from;
  return {
    state: () => state,
    subscribe: (onChange) => {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    set: (next) => {
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener();
    },
  };
}
