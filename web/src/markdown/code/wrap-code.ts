import { lastingStorage } from '../../open-storage.ts';

/**
 * Whether long lines of code are wrapped: one choice for all blocks, kept on this machine. The style sheet reads it
 * from the root, so that no block has to be told.
 */
const STORAGE_KEY = 'continuo:wrap-code';
const root = document.documentElement;

if (lastingStorage.get(STORAGE_KEY) === 'yes') root.dataset['wrapCode'] = '';

export function isWrapped(): boolean {
  return 'wrapCode' in root.dataset;
}

/** The block whose button was pressed stays where it is under the pointer. */
export function toggleWrap(button: HTMLElement, scroller: Element): void {
  const { top } = button.getBoundingClientRect();
  const isWrappedNow = root.toggleAttribute('data-wrap-code');
  lastingStorage.set(STORAGE_KEY, isWrappedNow ? 'yes' : 'no');
  for (const each of document.querySelectorAll('[data-act="wrap"]')) {
    each.setAttribute('aria-pressed', String(isWrappedNow));
  }
  scroller.scrollBy(0, button.getBoundingClientRect().top - top);
}
