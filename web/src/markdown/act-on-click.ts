import { copyCode } from './code/copy-code.ts';
import { toggleWrap } from './code/wrap-code.ts';
import { loadImage } from './images/remote-image.ts';

/** @param scroller in which the texts are */
type Act = (button: HTMLElement, scroller: Element) => void;

const ACTS: Record<string, Act> = { copy: copyCode, wrap: toggleWrap, image: loadImage };

/** Does the work of all buttons in rendered texts under the listening element, which is the one that scrolls. */
export function actOnClick({ target, currentTarget }: Event): void {
  if (!(target instanceof Element) || !(currentTarget instanceof Element)) return;
  const button = target.closest<HTMLElement>('button[data-act]');
  if (button) ACTS[button.dataset['act'] ?? '']?.(button, currentTarget);
}
