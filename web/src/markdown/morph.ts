/**
 * Makes the children of one element equal to those of another by changing only what differs, so that a selection,
 * a scroll position and the layout of what stays survive. The second is used up.
 */
export function morphChildren(target: Element, wanted: ParentNode & Node): void {
  let current = target.firstChild;
  while (wanted.firstChild) {
    const next = wanted.firstChild;
    const following = current?.nextSibling ?? null;
    if (current && canBecome(current, next)) {
      morphNode(current, next);
      next.remove();
    } else if (current) current.replaceWith(next);
    else target.append(next);
    current = following;
  }
  while (current) {
    const following = current.nextSibling;
    current.remove();
    current = following;
  }
}

function canBecome(current: Node, next: Node): boolean {
  return (
    current.nodeName === next.nodeName &&
    (!(current instanceof Element) || !(next instanceof Element) || hasSameAttributes(current, next))
  );
}

function hasSameAttributes(one: Element, other: Element): boolean {
  return (
    one.attributes.length === other.attributes.length &&
    [...one.attributes].every(({ name, value }) => other.getAttribute(name) === value)
  );
}

function morphNode(current: ChildNode, next: ChildNode): void {
  if (current instanceof Element && next instanceof Element) morphChildren(current, next);
  else if (current instanceof Text && next instanceof Text) setText(current, next.data);
}

/** Appends where it can: replacing all of a long text costs a layout of all of it. */
export function setText(node: Text, text: string): void {
  if (node.data === text) return;
  if (text.startsWith(node.data)) node.appendData(text.slice(node.length));
  else node.data = text;
}
