export function makeElement<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/** A button whose work `actOnClick` does, so that thousands of them need no listener each. */
export function makeActButton(act: string, className: string, label: string): HTMLButtonElement {
  const button = makeElement('button', className, label);
  button.type = 'button';
  button.dataset['act'] = act;
  return button;
}
