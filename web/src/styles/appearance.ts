import { createSignal, type Accessor } from 'solid-js';
import { lastingStorage } from '../open-storage.ts';

/** One thing about the look of the page that its owner may choose, kept in this browser. */
export interface LookChoice<Name extends string> {
  /** The first is what the page does unasked. */
  names: readonly Name[];
  chosen: Accessor<Name>;
  /** @returns whether it will be there at the next visit */
  choose: (name: Name) => boolean;
}

export const theme = makeLookChoice('theme', ['system', 'light', 'dark']);
export const density = makeLookChoice('density', ['comfortable', 'compact']);
export const motion = makeLookChoice('motion', ['system', 'reduced']);

/** The styles go by the attribute of that name on the root; `public/appearance.js` sets it before the first paint. */
function makeLookChoice<Name extends string>(
  attribute: string,
  names: readonly [Name, ...Name[]],
): LookChoice<Name> {
  const storageKey = `continuo:${attribute}`;
  const read = (): Name => {
    const kept = lastingStorage.get(storageKey);
    return names.find((name) => name === kept) ?? names[0];
  };
  const [chosen, setChosen] = createSignal(read());
  const apply = (name: Name): void => {
    setChosen(() => name);
    if (name === names[0]) delete document.documentElement.dataset[attribute];
    else document.documentElement.dataset[attribute] = name;
  };
  // Chosen in another tab. The page has one of each, for as long as it lives.
  window.addEventListener('storage', ({ key }) => key === storageKey && apply(read()));
  return {
    names,
    chosen,
    choose: (name) => {
      apply(name);
      if (name !== names[0]) return lastingStorage.set(storageKey, name);
      lastingStorage.remove(storageKey);
      return true;
    },
  };
}
