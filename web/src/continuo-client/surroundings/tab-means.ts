/** By what tabs find each other. */
export interface TabMeans {
  /** Tabs with the same name are together. It has a number that changes with what they say to each other. */
  name: string;
  locks: Locks;
}

/** Web Locks, as far as they are used here. */
export interface Locks {
  request: (
    name: string,
    options: { signal?: AbortSignal; steal?: boolean },
    work: () => Promise<void> | void,
  ) => Promise<unknown>;
}

export function leadLockOf({ name }: TabMeans): string {
  return `${name}:lead`;
}

export function lifeLockOf({ name }: TabMeans, tab: string): string {
  return `${name}:tab:${tab}`;
}
