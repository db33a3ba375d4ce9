/** Texts that the browser keeps, or does not: everything kept here can be done without. */
export interface KeptTexts {
  get: (name: string) => string | undefined;
  /** @returns whether it was kept */
  set: (name: string, text: string) => boolean;
  remove: (name: string) => void;
  names: () => string[];
}

/**
 * @param find gives the browser's storage; where the user forbids it, already looking for it throws
 */
export function openStorage(find: () => Storage): KeptTexts {
  const attempt = <Result>(act: (storage: Storage) => Result): Result | undefined => {
    try {
      return act(find());
    } catch {
      // Forbidden or full: the page works without, it only remembers less.
      return undefined;
    }
  };
  return {
    get: (name) => attempt((storage) => storage.getItem(name)) ?? undefined,
    set: (name, text) => attempt((storage) => (storage.setItem(name, text), true)) ?? false,
    remove: (name) => attempt((storage) => storage.removeItem(name)),
    names: () => attempt((storage) => Object.keys(storage)) ?? [],
  };
}

/** For this tab, over a reload. */
export const tabStorage = openStorage(() => window.sessionStorage);
/** For all tabs, for good. */
export const lastingStorage = openStorage(() => window.localStorage);
