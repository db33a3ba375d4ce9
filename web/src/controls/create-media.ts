import { createSignal, onCleanup, type Accessor } from 'solid-js';

/** Whether a media query matches, now and as that changes. */
export function createMedia(query: string): Accessor<boolean> {
  const media = matchMedia(query);
  const [matches, setMatches] = createSignal(media.matches);
  const update = (): void => void setMatches(media.matches);
  media.addEventListener('change', update);
  onCleanup(() => media.removeEventListener('change', update));
  return matches;
}

/** Room for buttons side by side; the same border as `wide:` in classes. */
export function createIsWide(): Accessor<boolean> {
  return createMedia('(width >= 768px)');
}
