import { createRoot, createSignal, onCleanup, type Accessor } from 'solid-js';

/** Whether a media query matches, now and as that changes. */
export function createMedia(query: string): Accessor<boolean> {
  const media = matchMedia(query);
  const [matches, setMatches] = createSignal(media.matches);
  const update = (): void => void setMatches(media.matches);
  media.addEventListener('change', update);
  onCleanup(() => media.removeEventListener('change', update));
  return matches;
}

let isWide: Accessor<boolean> | undefined;

/** Whether there is room for buttons side by side; the same border as `wide:` in classes. One listener for all who ask. */
export function createIsWide(): Accessor<boolean> {
  isWide ??= createRoot(() => createMedia('(width >= 768px)'));
  return isWide;
}
