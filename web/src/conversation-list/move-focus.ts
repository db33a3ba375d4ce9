/**
 * Moves the focus to the next or last link of a list; from outside to the first.
 *
 * @returns whether there was one
 */
export function moveFocus(list: HTMLElement, step: 1 | -1): boolean {
  const links = [...list.querySelectorAll<HTMLAnchorElement>('a[href]')];
  const at = links.findIndex((link) => link === document.activeElement);
  const next = links[at + step];
  next?.focus();
  return next !== undefined;
}
